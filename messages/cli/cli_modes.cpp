// Modes of a CLI session: see cli_modes.hpp.
#include "messages/cli/cli_modes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mw {

namespace {

constexpr std::array words{
    mode_word{"expert-mode", &cli_modes::expert},
    mode_word{"experimental-mode", &cli_modes::experimental},
    mode_word{"mcli-debug-mode", &cli_modes::mcli_debug},
};

} // namespace

std::span<const mode_word> mode_words() {
  return words;
}

const mode_word* find_mode_word(std::string_view name) {
  const auto* found =
      std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.name == name; });
  return found == words.end() ? nullptr : found;
}

void switch_mode(cli_modes& modes, const mode_word& which, std::span<const std::string> arguments) {
  modes.*which.flag = !arguments.empty() && arguments.front() == "on";
}

std::string mode_text(const cli_modes& modes, const mode_word& which) {
  return fmt::format("{} is {}\n", which.name, modes.*which.flag ? "ON" : "OFF");
}

tl::expected<void, std::string> change_severity(cli_modes& modes,
                                                std::span<const std::string> arguments) {
  auto how = parse_severity_output(arguments.empty() ? std::string_view{} : arguments.front());
  if (!how)
    return tl::unexpected(
        std::string{"one of 'none', 'number', 'string' is a required argument\n"});
  modes.severity = *how;
  return {};
}

cli_modes without_rights(const cli_modes& modes) {
  return {.severity = modes.severity};
}

std::string prompt_flags(const cli_modes& modes) {
  auto flags = std::string{};
  flags += modes.experimental ? "x" : "";
  flags += modes.expert ? "e" : "";
  flags += modes.mcli_debug ? "d" : "";
  return flags.empty() ? flags : '(' + flags + ')';
}

} // namespace mw
