// Prompt modes: see prompt.hpp.
#include "messages/cli/prompt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace mw {

namespace {

using kind = prompt_mode::kind;

std::string usage(cli_side side) {
  auto worker = side == cli_side::worker;
  return fmt::format("Usage: prompt [help |{} i | p | timed]*\n"
                     "Changes the default prompt and interactive mode. Available options:\n"
                     "  help    display this help\n"
                     "{}"
                     "  i       set to interactive mode only (no prompt, multi-command)\n"
                     "  p       set to prompt+interactive mode (prompt + multi-command)\n"
                     "  timed   toggle displaying the current date in the prompt\n"
                     "Without any argument, toggles between {}.\n",
                     worker ? " n |" : "",
                     worker ? "  n       set to single-command mode (no prompt, single command)\n"
                            : "",
                     worker ? "n/i->p, p->n" : "i<->p");
}

std::optional<kind> parse_kind(std::string_view word, cli_side side) {
  if (word == "i")
    return kind::interactive;
  if (word == "p")
    return kind::prompt;
  if (word == "n" && side == cli_side::worker)
    return kind::single;
  return std::nullopt;
}

kind toggled(kind from, cli_side side) {
  if (from != kind::prompt)
    return kind::prompt;
  return side == cli_side::worker ? kind::single : kind::interactive;
}

} // namespace

tl::expected<prompt_mode, std::string>
change_prompt(prompt_mode from, std::span<const std::string> arguments, cli_side side) {
  if (arguments.empty())
    return prompt_mode{toggled(from.mode, side), from.timed};
  std::optional<kind> chosen;
  for (const auto& word : arguments) {
    if (word == "timed")
      from.timed = !from.timed;
    else if (auto mode = parse_kind(word, side))
      chosen = mode;
    else
      return tl::unexpected(usage(side));
  }
  return prompt_mode{chosen.value_or(kind::prompt), from.timed};
}

std::string timed_prefix(std::chrono::seconds uptime) {
  auto seconds = std::max<std::chrono::seconds::rep>(uptime.count(), 0);
  return fmt::format("[{}:{:02}:{:02}:{:02}] ", seconds / 86400, seconds / 3600 % 24,
                     seconds / 60 % 60, seconds % 60);
}

} // namespace mw
