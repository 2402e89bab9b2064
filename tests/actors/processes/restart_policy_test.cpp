// Delays before a worker is started again: whole sequences.
#include "actors/processes/restart_policy.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace mw::restart_policy_test {

using namespace std::chrono_literals;

namespace {

using duration = restart_policy::duration;
using served = std::optional<duration>;

/// The delays in ms after ends with these times of service.
std::vector<int64_t> delays(double random, const std::vector<served>& ends) {
  auto policy = restart_policy{};
  auto all = std::vector<int64_t>{};
  for (const auto& one : ends)
    all.push_back(policy.after_end(one, random).count());
  return all;
}

constexpr auto never = served{};

} // namespace

TEST_CASE("starts that fail double the delay up to 30 seconds, at the jitter's upper end") {
  CHECK(delays(1, std::vector(12, never)) == std::vector<int64_t>{100, 200, 400, 800, 1600, 3200,
                                                                  6400, 12800, 25600, 30000, 30000,
                                                                  30000});
}

TEST_CASE("the jitter's lower end is half of the delay") {
  CHECK(delays(0, std::vector(11, never)) ==
        std::vector<int64_t>{50, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 15000, 15000});
}

TEST_CASE("every delay has a jitter of its own") {
  auto policy = restart_policy{};
  CHECK(policy.after_end(never, 0) == 50ms);
  CHECK(policy.after_end(never, 0.25) == 125ms);
  CHECK(policy.after_end(never, 0.5) == 300ms);
  CHECK(policy.after_end(never, 0.75) == 700ms);
}

TEST_CASE("the first end after a second of service is followed by a start at once") {
  CHECK(delays(1, {1000ms}) == std::vector<int64_t>{0});
  CHECK(delays(1, {999ms}) == std::vector<int64_t>{100});
  CHECK(delays(1, {0ms}) == std::vector<int64_t>{100});
}

TEST_CASE("only the first end is forgiven") {
  CHECK(delays(1, {5s, 5s, 5s, 5s}) == std::vector<int64_t>{0, 100, 200, 400});
  CHECK(delays(1, {0ms, 5s, 5s}) == std::vector<int64_t>{100, 200, 400});
}

TEST_CASE("half a minute of service starts afresh") {
  CHECK(delays(1, {5s, 5s, 5s, 30s, 5s}) == std::vector<int64_t>{0, 100, 200, 0, 100});
  CHECK(delays(1, {5s, 5s, 5s, 29999ms, 5s}) == std::vector<int64_t>{0, 100, 200, 400, 800});
}

TEST_CASE("after long delays it takes twice the last delay to start afresh") {
  auto ends = std::vector(10, never); // the last delay is 30 s
  ends.emplace_back(59999ms);
  ends.emplace_back(60s);
  auto all = delays(1, ends);
  CHECK(std::vector(all.end() - 3, all.end()) == std::vector<int64_t>{30000, 30000, 0});
}

TEST_CASE("a start that failed after long service is not forgiven") {
  CHECK(delays(1, {never, never, 30s, never}) == std::vector<int64_t>{100, 200, 0, 100});
}

TEST_CASE("failures in a row are counted until a process was ready") {
  auto policy = restart_policy{};
  CHECK(policy.failures() == 0);
  policy.after_end(never, 0);
  policy.after_end(never, 0);
  CHECK(policy.failures() == 2);
  policy.after_end(0ms, 0);
  CHECK(policy.failures() == 0);
  policy.after_end(never, 0);
  CHECK(policy.failures() == 1);
}

} // namespace mw::restart_policy_test
