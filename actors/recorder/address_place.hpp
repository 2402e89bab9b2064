// The place in a table of a thing that is known by its address.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace mw {

/// The place of an address in a table of `Size` places, a power of two. Neighbours in memory get
/// places far apart: Fibonacci hashing.
template <size_t Size>
size_t address_place(uintptr_t address) {
  static_assert(std::has_single_bit(Size));
  constexpr auto golden = uint64_t{0x9E3779B97F4A7C15};
  return static_cast<size_t>(address * golden >> (64U - std::countr_zero(Size)));
}

template <size_t Size>
size_t address_place(const void* address) {
  return address_place<Size>(std::bit_cast<uintptr_t>(address));
}

} // namespace mw
