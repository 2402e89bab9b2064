// What a runner writes to a worker: see worker_text.hpp.
#include "actors/worker_text.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

// A worker starts each connection from its master at level admin. The `-` asks for no answer to
// this word.
std::string level_text(access_level level) {
  return level == access_level::admin ? "" : fmt::format("{} -;", level_name(level));
}

} // namespace

std::string worker_text(const run_command& command) {
  auto text = level_text(command.level) + command.text;
  if (!command.payload.value.empty())
    text += "\n" + command.payload.value;
  return text;
}

std::string console_greeting(const run_command& command) {
  auto with_prompt = command.mode.mode == prompt_mode::kind::prompt;
  return fmt::format("{}prompt {}{}\n", level_text(command.level), with_prompt ? "p" : "i",
                     command.mode.timed ? " timed" : "");
}

} // namespace mw
