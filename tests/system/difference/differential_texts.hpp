// The words of which the scripts are made.
#pragma once

#include <string>
#include <vector>

namespace mw::test {

using texts = std::vector<std::string>;

/// What stands in front of a command, or makes its target the one of what follows.
extern const texts prefixes;
/// What a worker or a master knows, or not.
extern const texts commands;
/// What each level may do, or may not, on worker and master.
extern const texts restricted;
/// How a session comes to its level.
extern const texts lowered;
/// How a command gets to its target.
extern const texts reached;
/// What changes how commands are run, or answered.
extern const texts modes;
/// What may be run or answered differently then.
extern const texts sensitive;
/// With their ends.
extern const texts payloads;
/// Up to the half-close.
extern const texts unended_payloads;
/// Whole sessions: empty commands, unfinished lines, `quit`.
extern const texts ends;
/// Whole sessions with prompts.
extern const texts prompts;

} // namespace mw::test
