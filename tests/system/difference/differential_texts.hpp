// The parts of which the scripts are made.
#pragma once

#include <string>
#include <vector>

namespace mw::test {

using texts = std::vector<std::string>;

/// Prefixes of commands, also alone: then they are the target of the commands that follow.
extern const texts prefixes;
/// Commands that workers or masters know, and others.
extern const texts commands;
/// Commands that need a level, on worker and master.
extern const texts restricted;
/// Words that lower a session's level.
extern const texts lowered;
/// The ways of a command to its target.
extern const texts reached;
/// Words that change how commands are run, or answered.
extern const texts modes;
/// Commands that may be run or answered differently then.
extern const texts sensitive;
/// Commands with payloads and their ends.
extern const texts payloads;
/// Payloads without an end, up to the half-close.
extern const texts unended_payloads;
/// Whole sessions: empty commands, unfinished lines, `quit`.
extern const texts ends;
/// Whole sessions with prompts.
extern const texts prompts;

} // namespace mw::test
