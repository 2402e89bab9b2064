// When a session looks at its limits.
#include "actors/session/deadlines.hpp"

#include <catch2/catch.hpp>

namespace mw::deadlines_test {

using namespace std::chrono_literals;

namespace {

const auto start = reminders::time_point{1h};

} // namespace

TEST_CASE("a reminder is ordered for what is due") {
  auto all = reminders{};
  CHECK(all.order(start + 5s, start) == 5s);
  CHECK(reminders{}.order(start, start + 1s) == 0s); // it is due already
}

TEST_CASE("what is due behind a reminder needs none of its own") {
  auto all = reminders{};
  all.order(start + 5s, start);
  CHECK_FALSE(all.order(start + 5s, start));
  CHECK_FALSE(all.order(start + 9s, start + 1s));
  CHECK(all.order(start + 3s, start + 1s) == 2s);
}

TEST_CASE("a reminder that has come is none any more") {
  auto all = reminders{};
  all.order(start + 5s, start);
  all.order(start + 3s, start);
  all.pass(start + 3s);
  CHECK_FALSE(all.order(start + 9s, start + 3s)); // the first one is still to come
  all.pass(start + 5s);
  CHECK(all.order(start + 9s, start + 5s) == 4s);
}

} // namespace mw::deadlines_test
