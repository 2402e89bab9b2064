// What a runner writes to a worker: see worker_text.hpp.
#include "actors/runners/worker_text.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

// A worker starts each connection from its master at level admin and without modes. The `-` asks
// for no answer to this word.
std::string level_text(access_level level) {
  return level == access_level::admin ? "" : fmt::format("{} -;", level_name(level));
}

std::string modes_text(const cli_modes& modes) {
  auto text = std::string{};
  if (modes.severity != severity_output::none)
    text = fmt::format("set severity-output {} -;", severity_output_name(modes.severity));
  for (const auto& word : mode_words())
    if (modes.*word.flag && word.flag != &cli_modes::mcli_debug)
      text += fmt::format("{} on -;", word.name);
  return text;
}

} // namespace

std::string worker_text(const run_command& command) {
  auto text = level_text(command.level) + modes_text(command.modes) + command.text;
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
