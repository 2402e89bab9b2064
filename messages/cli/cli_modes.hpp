// The modes of a CLI session: what it asked for beyond its level.
#pragma once

#include "messages/cli/severity.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>

namespace mw {

/// A session has none at first.
struct cli_modes {
  bool expert = false;
  bool experimental = false;
  bool mcli_debug =
      false; ///< the master offers a worker's commands about itself; no worker's matter
  severity_output severity = severity_output::none;

  friend bool operator==(const cli_modes&, const cli_modes&) = default;
};

/// A mode that is on or off, for admins.
struct mode_word {
  std::string_view name; ///< the command: `expert-mode`
  bool cli_modes::*flag;
};

/// All, in the order in which they are told to a worker; the last is the master's own.
std::span<const mode_word> mode_words();
/// Null if that is no such command.
const mode_word* find_mode_word(std::string_view name);

/// What `<name> <arguments>` does: `on` turns it on, all else, or nothing, off.
void switch_mode(cli_modes& modes, const mode_word& which, std::span<const std::string> arguments);

/// `expert-mode is ON` or `OFF`, with LF.
std::string mode_text(const cli_modes& modes, const mode_word& which);

/// What `set severity-output <arguments>` does; the first counts. The error is the text for the
/// client, with LF.
tl::expected<void, std::string> change_severity(cli_modes& modes,
                                                std::span<const std::string> arguments);

/// A session whose level was lowered keeps only what needs no rights.
cli_modes without_rights(const cli_modes& modes);

/// The part of a prompt that says which are on: `(xed)`, or nothing.
std::string prompt_flags(const cli_modes& modes);

} // namespace mw
