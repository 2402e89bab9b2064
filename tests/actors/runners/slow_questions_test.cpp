// Questions that have held up others.
#include "actors/runners/slow_questions.hpp"

#include <catch2/catch.hpp>

namespace mw::slow_questions_test {

using namespace std::chrono_literals;

namespace {

const auto begin = slow_questions::time_point{1h};

} // namespace

TEST_CASE("a slow question is known for its time, others are not") {
  auto slow = slow_questions{};
  slow.add("show sess", begin);
  CHECK(slow.contains("show sess", begin));
  CHECK(slow.contains("show sess", begin + slow_time - 1ms));
  CHECK_FALSE(slow.contains("show info", begin));
  CHECK_FALSE(slow.contains("show sess", begin + slow_time));
}

TEST_CASE("a question that is slow again is known for longer") {
  auto slow = slow_questions{};
  slow.add("show sess", begin);
  slow.add("show sess", begin + 5s);
  CHECK(slow.contains("show sess", begin + slow_time + 4s));
}

TEST_CASE("slow questions are forgotten before there are too many") {
  auto slow = slow_questions{};
  for (auto number = 0; number < 10'000; ++number)
    slow.add("show table " + std::to_string(number), begin);
  CHECK_FALSE(slow.contains("show table 0", begin));
  CHECK(slow.contains("show table 9999", begin));
}

} // namespace mw::slow_questions_test
