// Seeds that can be repeated, and dice, for tests with random schedules.
#pragma once

#include <catch2/catch.hpp>

#include <cstdint>
#include <cstdlib>
#include <random>

namespace mw::test {

inline uint64_t number_from(const char* variable, uint64_t otherwise) {
  const auto* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Calls `run(seed)` for 60 seeds. MW_SEED=<seed> runs that schedule alone, MW_SCHEDULES=<n> so
/// many. A failure is told with its seed.
template <class F>
void run_schedules(F run) {
  auto first = number_from("MW_SEED", std::random_device{}());
  auto count = std::getenv("MW_SEED") != nullptr ? 1 : number_from("MW_SCHEDULES", 60);
  for (auto seed = first; seed < first + count; ++seed) {
    INFO("MW_SEED=" << seed);
    run(seed);
  }
}

/// Dice that throw the same for the same seed, on every machine.
class dice {
public:
  explicit dice(uint64_t seed) : random_(seed) {}

  /// Throws 0 to limit - 1; the standard's distributions would differ from library to library.
  size_t below(size_t limit) { return static_cast<size_t>(random_() % limit); }

  bool one_in(size_t times) { return below(times) == 0; }

private:
  std::mt19937_64 random_;
};

} // namespace mw::test
