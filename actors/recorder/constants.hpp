// Small numbers for addresses that live as long as the program: of actors' names and of types. With
// them a record is half as long.
#pragma once

#include "actors/recorder/address_place.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace mw::recorder {

/// A table of addresses that is only added to. From any thread and from signal handlers, without
/// locks.
class constants {
public:
  /// The number of a constant, always the same one; 0 if the constant is 0, or the table is full.
  static uint16_t number_of(uintptr_t constant) {
    for (size_t tries = 0, place = address_place<size>(constant);
         tries < most_tries && constant != 0; ++tries, place = (place + 1) % size) {
      auto there = all[place].load(std::memory_order_relaxed);
      if (there == constant || (there == 0 && add(place, constant)))
        return static_cast<uint16_t>(place + 1);
    }
    return 0;
  }

  /// The constant with this number; 0 if there is none.
  static uintptr_t at(uint16_t number) {
    return number == 0 || number > size ? 0 : all.at(number - 1U).load(std::memory_order_relaxed);
  }

private:
  static constexpr size_t size = 4096; ///< there are some hundred types and actors
  static constexpr size_t most_tries = 64;

  /// Puts a constant at a free place. Tells whether it stands there now.
  static bool add(size_t place, uintptr_t constant) {
    auto there = uintptr_t{0};
    return all[place].compare_exchange_strong(there, constant, std::memory_order_relaxed) ||
           there == constant;
  }

  static inline std::array<std::atomic<uintptr_t>, size> all = {};
};

} // namespace mw::recorder
