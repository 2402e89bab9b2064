// Prompt modes: what the `prompt` command does to them, and the prompt's texts.
#pragma once

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

namespace mw {

/// The side that prompts: the master's CLI knows no single-command mode and starts interactive.
enum class cli_side : uint8_t { master, worker };

struct prompt_mode {
  enum class kind : uint8_t {
    single,      ///< `n`: one line, then the connection ends (workers only, their first mode)
    interactive, ///< `i`: any number of commands, no prompt (the master's first mode)
    prompt,      ///< `p`: the same with a prompt
  };
  kind mode = kind::interactive;
  bool timed = false; ///< the prompt begins with the target's uptime

  friend bool operator==(const prompt_mode&, const prompt_mode&) = default;
};

/// Changes a mode as `prompt <arguments>` does: no argument toggles, else `i`, `p`, `n` (workers),
/// `timed`. The error is the usage text of that side, to be shown: `help` or an unknown argument.
tl::expected<prompt_mode, std::string>
change_prompt(prompt_mode from, std::span<const std::string> arguments, cli_side side);

/// Prints the beginning of a timed prompt: `[0:00:02:13] `.
std::string timed_prefix(std::chrono::seconds uptime);

} // namespace mw
