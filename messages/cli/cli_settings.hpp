// What a CLI session is set to, and the words that change it: the same for the master's sessions,
// for two-way sessions with the master, and for a worker's.
#pragma once

#include "messages/cli/cli_modes.hpp"
#include "messages/cli/level.hpp"
#include "messages/cli/prompt.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw {

/// Holds the settings of one session.
struct cli_settings {
  access_level level = access_level::admin;
  prompt_mode prompt = {};
  cli_modes modes = {};
  /// `set timeout cli`, if it was said. 0: no limit.
  std::optional<std::chrono::milliseconds> time_limit = {};
  bool trace_ids = false; ///< prompts begin with the correlation id of the last command
  bool closing = false;   ///< `quit` was said

  friend bool operator==(const cli_settings&, const cli_settings&) = default;
};

/// Says how `set timeout cli` answers, and which delays it takes.
struct time_limit_texts {
  std::string_view not_cli = {}; ///< another word than `cli`; empty: that is no word about settings
  std::string_view no_delay = {};    ///< there is no word behind `cli`
  std::string_view wrong_delay = {}; ///< it is none
  bool may_be_zero = false;          ///< for no limit
  bool may_go_on = false;            ///< words behind the delay are not looked at
};

/// Holds all that differs between the kinds of sessions in which the words are spoken.
struct cli_dialect {
  cli_side side = cli_side::master;
  std::string_view denied = {}; ///< what a session without the right to a word reads
  bool tells_modes = true;   ///< `expert-mode` alone tells whether it is on; else it turns it off
  bool has_trace_ids = true; ///< else `set trace-id` is no word about settings
  const time_limit_texts* time_limit = nullptr; ///< null: `set timeout` is no word about settings
};

/// Makes the dialect of a session of the master. `side`: whose prompt it has.
cli_dialect master_dialect(cli_side side);
/// Makes the dialect of a two-way session with the master, and of one command for it (`@master
/// expert-mode`).
cli_dialect console_dialect();
/// Makes the dialect of a worker's own CLI.
cli_dialect worker_dialect();

/// Tells the outcome of a word about settings.
struct setting_change {
  enum class outcome : uint8_t {
    done,
    denied, ///< nothing has changed: the level is too low
    failed, ///< nothing has changed: it was said wrongly
  };
  outcome result = outcome::done;
  std::string text = {}; ///< for the client, with LF: a piece of information, or why not

  bool is_done() const { return result == outcome::done; }
};

/// Reads the delay of `set timeout cli`; a number alone counts seconds. Nothing: it is none.
using delay_reader = std::optional<std::chrono::milliseconds> (*)(std::string_view);

/// Does what the words say about the settings: `prompt`, `operator`, `user`, `expert-mode`,
/// `experimental-mode`, `mcli-debug-mode`, `set severity-output`, `set trace-id`, `set timeout
/// cli`, `quit`. Nothing: they are no such words.
std::optional<setting_change> change_settings(cli_settings& settings,
                                              std::span<const std::string> words,
                                              const cli_dialect& dialect, delay_reader read_delay);

} // namespace mw
