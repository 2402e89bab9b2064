// Reads the arguments of `wait`: see wait_command.hpp.
#include "actors/worker/cli/wait_command.hpp"

#include "actors/config/text/duration.hpp"
#include "actors/config/text/printable.hpp"

#include <fmt/format.h>

namespace mw::worker {

namespace {

constexpr std::string_view usage =
    "Usage: wait { -h | <delay> }\n"
    "Answers 'Done.' when the delay is over; the commands behind it run after that. The delay is "
    "in\n"
    "milliseconds, or has one of the units us, ms, s, m, h, d: wait 500, wait 2s.\n";

} // namespace

tl::expected<std::chrono::milliseconds, std::string>
parse_wait(std::span<const std::string> arguments) {
  if (arguments.empty())
    return tl::unexpected(std::string("Expects a duration in milliseconds.\n"));
  if (arguments.front() == "-h")
    return tl::unexpected(std::string(usage));
  auto delay = config::parse_duration(arguments.front());
  if (!delay || *delay < std::chrono::milliseconds(1))
    return tl::unexpected(std::string("Invalid duration.\n"));
  if (arguments.size() > 1)
    return tl::unexpected(fmt::format("Condition '{}' is not supported: 'wait' takes a delay "
                                      "only.\n",
                                      config::printable(arguments[1])));
  return *delay;
}

} // namespace mw::worker
