// Where a worker's counters are: in memory that its master can still read when it has been killed.
#pragma once

#include "net/base/counter_memory.hpp"
#include "net/base/unique_fd.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>

namespace mw::worker {

/// Hands out places for counters. Without memory of the master's, and when it is full, they are
/// this process's own, and nobody else can read them. One thread.
class shared_counters {
public:
  shared_counters() = default;

  /// `memory`: as of net::make_counter_memory(), owned from now on. `room`: bytes for all objects,
  /// see room_of().
  shared_counters(net::unique_fd memory, size_t room);

  /// Bytes that one object takes at most.
  template <class T>
  static constexpr size_t room_of() {
    return sizeof(T) + alignof(T) - 1;
  }

  /// A new one; it keeps the memory.
  template <class T>
  std::shared_ptr<T> make() {
    static_assert(std::is_trivially_destructible_v<T>);
    auto* place = take(sizeof(T), alignof(T));
    return place == nullptr ? std::make_shared<T>() : std::shared_ptr<T>(mapped_, new (place) T{});
  }

  /// Whether there is memory of the master's.
  bool are_shared() const { return mapped_ != nullptr; }

  /// Where the other process finds this counter; 0: it does not.
  size_t place_of(const uint64_t& counter) const;

  /// Tells what is counted where, as net::counter_memory_header says; nothing can be made from now
  /// on. If that fails the master reads nothing here.
  void publish(std::string_view info, std::string_view stat);

private:
  void* take(size_t bytes, size_t alignment);

  net::unique_fd memory_;
  std::shared_ptr<std::byte> mapped_;
  size_t size_ = 0;
  size_t used_ = 0;
};

} // namespace mw::worker
