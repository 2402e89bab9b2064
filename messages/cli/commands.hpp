// What kind of command something is: the master's own commands, and what is known of those that
// workers run. The one place where this is written down.
#pragma once

#include "messages/cli/command_table.hpp"

#include <span>
#include <string_view>

namespace mw {

/// Lists the master's own commands, in the order of `help`.
std::span<const command_entry> master_commands();

/// Lists what the master must know of commands for workers, whose tables it does not have, by the
/// words that they begin with.
std::span<const command_entry> relayed_commands();

/// Finds the entry of a command as it was typed; for an unknown one an entry without words.
const command_entry& command_for_master(std::string_view text);
const command_entry& command_for_worker(std::string_view text);

/// Cuts a text, for traces, behind the words that a secret follows. A text of a two-way session
/// holds several commands, so that the words are found wherever they stand.
std::string_view without_secrets(std::string_view text);

} // namespace mw
