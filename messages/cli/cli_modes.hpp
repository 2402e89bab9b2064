// The modes of a CLI session, which it asked for beyond its level.
#pragma once

#include "messages/cli/severity.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>

namespace mw {

/// The modes that are on; a session has none at first.
struct cli_modes {
  bool expert = false;
  bool experimental = false;
  bool mcli_debug =
      false; ///< the master offers commands of a worker about itself; workers are not told
  severity_output severity = severity_output::none;

  friend bool operator==(const cli_modes&, const cli_modes&) = default;
};

/// A mode that is on or off, for admins.
struct mode_word {
  std::string_view name; ///< the command: `expert-mode`
  bool cli_modes::*flag;
};

/// Lists all modes in the order in which they are told to a worker; the last one is the master's
/// own.
std::span<const mode_word> mode_words();
/// Finds the mode of a command; null if the command is none of a mode.
const mode_word* find_mode_word(std::string_view name);

/// Carries out `<name> <arguments>`: `on` turns the mode on, anything else, or nothing, off.
void switch_mode(cli_modes& modes, const mode_word& which, std::span<const std::string> arguments);

/// Prints `expert-mode is ON` or `expert-mode is OFF`, with LF.
std::string mode_text(const cli_modes& modes, const mode_word& which);

/// Carries out `set severity-output <arguments>`; the first argument counts. The error is the text
/// for the client, with LF.
tl::expected<void, std::string> change_severity(cli_modes& modes,
                                                std::span<const std::string> arguments);

/// Keeps the modes that need no rights, for a session whose level was lowered.
cli_modes without_rights(const cli_modes& modes);

/// Prints the part of a prompt that says which modes are on: `(xed)`, or nothing.
std::string prompt_flags(const cli_modes& modes);

} // namespace mw
