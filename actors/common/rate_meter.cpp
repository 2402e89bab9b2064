// Rates: see rate_meter.hpp.
#include "actors/common/rate_meter.hpp"

#include <algorithm>

namespace mw::worker {

namespace {

using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::seconds;

int64_t second_of(rate_meter::time_point when) {
  return floor<seconds>(when.time_since_epoch()).count();
}

/// The microseconds of a second that are still to come.
uint64_t left_of_second(rate_meter::time_point when) {
  auto since = when.time_since_epoch();
  return static_cast<uint64_t>(
      floor<microseconds>(floor<seconds>(since) + seconds{1} - since).count());
}

} // namespace

void rate_meter::add(uint64_t count, time_point now) {
  auto second = second_of(now);
  if (second != second_) {
    in_last_ = second == second_ + 1 ? in_second_ : 0;
    in_second_ = 0;
    second_ = second;
  }
  in_second_ += count;
  highest_ = std::max(highest_, per_second(now));
}

uint64_t rate_meter::per_second(time_point now) const {
  auto passed = second_of(now) - second_;
  if (passed > 1)
    return 0;
  auto last = passed == 0 ? in_last_ : in_second_;
  auto current = passed == 0 ? in_second_ : 0;
  return current + last * left_of_second(now) / 1'000'000;
}

} // namespace mw::worker
