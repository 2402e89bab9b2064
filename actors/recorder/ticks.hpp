// The recorder's clock: the processor's own counter where it runs at one rate on all cores, which
// costs a third of what the kernel's clock does.
#pragma once

#include <chrono>
#include <cstdint>

#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif

namespace mw::ticks {

namespace detail {

inline uint64_t steady_nanoseconds() {
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                   std::chrono::steady_clock::now().time_since_epoch())
                                   .count());
}

#if defined(__x86_64__)
/// Tells whether the counter neither stops nor changes its rate ("invariant TSC").
inline bool has_invariant_counter() {
  constexpr auto power_leaf = 0x80000007U;
  constexpr auto invariant_bit = 1U << 8U;
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid(power_leaf, &a, &b, &c, &d) != 0 && (d & invariant_bit) != 0;
}

inline const bool counts = has_invariant_counter();
#endif

} // namespace detail

/// The present moment in ticks of unknown length; never 0.
inline uint64_t now() {
#if defined(__x86_64__)
  if (detail::counts)
    return __rdtsc();
#endif
  return detail::steady_nanoseconds();
}

/// Turns ticks into times. Made when times are read, from two points that lie as far apart as the
/// program's age; needs neither memory nor locks.
class scale {
public:
  scale() : now_ticks_(now()), now_steady_(detail::steady_nanoseconds()) {
    auto passed = static_cast<double>(now_ticks_ - first_ticks);
    if (passed > 0)
      nanoseconds_ = static_cast<double>(now_steady_ - first_steady) / passed;
  }

  /// The time between two moments; 0 if the later one is none, or not later.
  uint64_t nanoseconds(uint64_t from, uint64_t to) const {
    return to > from ? static_cast<uint64_t>(static_cast<double>(to - from) * nanoseconds_) : 0;
  }

  /// The time from the moment until this scale was made.
  uint64_t ago(uint64_t moment) const { return nanoseconds(moment, now_ticks_); }

private:
  static inline const uint64_t first_ticks = now();
  static inline const uint64_t first_steady = detail::steady_nanoseconds();

  uint64_t now_ticks_;
  uint64_t now_steady_;
  double nanoseconds_ = 1;
};

} // namespace mw::ticks
