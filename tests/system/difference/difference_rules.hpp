// Recognises the differences from HAProxy 2.6 in two answers.
#pragma once

#include "tests/system/difference/differences.hpp"

#include <string_view>
#include <vector>

namespace mw::test {

using found = std::optional<extent>;
using rule = std::function<found(const rests&)>;

found empty_command(const rests& at);
found unknown_to_master(const rests& at);
found help_of_master(const rests& at);
found worker_sees_timeout(const rests& at);
found severity(const rests& at);
/// All cells but the versions are the same.
found process_table(const rests& at);
found process_table_denied(const rests& at);
found sockets_of_master(const rests& at);
/// Both answers have the same two lines, in another order.
found sockets_of_worker(const rests& at);
/// HAProxy has said an error, and no more.
found closed_by_error(const rests& at);
found new_prefix(const rests& at);
found modes_above_level(const rests& at);
found prompt_words(const rests& at);
found prompt_at_quit(const rests& at);
found carriage_return(const rests& at);
found payload_mark(const rests& at);
found debug_mode(const rests& at);

/// A command that 2.6's master does not know, if one of these is in the script.
rule new_command(std::vector<std::string_view> names);
/// A word of the session, which has no answer, that 2.6's master takes for a command.
rule new_word(std::string_view name);

} // namespace mw::test
