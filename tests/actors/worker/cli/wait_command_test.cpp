// The arguments of `wait`.
#include "actors/worker/cli/wait_command.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace mw::wait_command_test {

using namespace mw::worker;
using namespace std::chrono_literals;

namespace {

std::string wait_refusal(const std::vector<std::string>& arguments) {
  auto delay = parse_wait(arguments);
  return delay ? "none" : delay.error();
}

std::chrono::milliseconds delay_of(const std::string& text) {
  return parse_wait(std::vector{text}).value();
}

} // namespace

TEST_CASE("the delay of a wait is in milliseconds or has a unit") {
  CHECK(delay_of("300") == 300ms);
  CHECK(delay_of("2s") == 2s);
  CHECK(delay_of("5m") == 5min);
  CHECK(delay_of("1us") == 1ms);
  CHECK(delay_of("2147483647") == 2'147'483'647ms);
}

TEST_CASE("a wait of no time, or of none that is a time, is refused") {
  for (const auto* delay : {"0", "0s", "-1", "", "1 s", "2147483648", "soon", "5x"})
    CHECK(wait_refusal({delay}) == "Invalid duration.\n");
  CHECK(wait_refusal({}) == "Expects a duration in milliseconds.\n");
}

TEST_CASE("a wait for a condition is refused") {
  CHECK(wait_refusal({"5", "srv-removable", "b/s"}) ==
        "Condition 'srv-removable' is not supported: 'wait' takes a delay only.\n");
  CHECK(wait_refusal({"5", "\x1b[2J"}) ==
        "Condition '?[2J' is not supported: 'wait' takes a delay only.\n");
}

TEST_CASE("wait -h says how it is used") {
  CHECK(wait_refusal({"-h", "srv-removable"}) ==
        "Usage: wait { -h | <delay> }\n"
        "Answers 'Done.' when the delay is over; the commands behind it run after that. The delay "
        "is in\nmilliseconds, or has one of the units us, ms, s, m, h, d: wait 500, wait 2s.\n");
}

} // namespace mw::wait_command_test
