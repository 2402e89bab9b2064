// Events per second.
#include "actors/common/rate_meter.hpp"

#include <catch2/catch.hpp>

namespace mw::rate_meter_test {

using namespace mw::worker;

namespace {

rate_meter::time_point at(int milliseconds) {
  return rate_meter::time_point{} + std::chrono::milliseconds(100'000 + milliseconds);
}

} // namespace

TEST_CASE("nothing counted is no rate") {
  rate_meter meter;
  CHECK(meter.per_second(at(0)) == 0);
  CHECK(meter.highest() == 0);
}

TEST_CASE("what was counted in this second counts in full") {
  rate_meter meter;
  meter.add(3, at(0));
  meter.add(4, at(900));
  CHECK(meter.per_second(at(950)) == 7);
  CHECK(meter.highest() == 7);
}

TEST_CASE("what was counted in the last second counts less and less") {
  rate_meter meter;
  meter.add(100, at(500));
  CHECK(meter.per_second(at(1000)) == 100);
  CHECK(meter.per_second(at(1250)) == 75);
  CHECK(meter.per_second(at(1999)) == 0);
  meter.add(10, at(1500));
  CHECK(meter.per_second(at(1500)) == 60);
  CHECK(meter.highest() == 100);
}

TEST_CASE("what was counted before the last second does not count") {
  rate_meter meter;
  meter.add(100, at(500));
  CHECK(meter.per_second(at(2000)) == 0);
  meter.add(1, at(2000));
  CHECK(meter.per_second(at(2000)) == 1);
}

} // namespace mw::rate_meter_test
