// How the end of a worker or a program is told to people, and what it counts as.
#pragma once

#include "messages/processes/program.hpp"
#include "messages/protocols/master.hpp"

#include <string>
#include <string_view>

namespace mw {

/// `worker 1 (5249) killed by signal 9 (Killed)`, `worker 1 (5249) exited with code 1`, `worker 1
/// cannot be started: ...`.
std::string end_text(const worker_ended& news);

/// `program 'api' (71) exited with code 3`, `program 'api' cannot be started: ...`.
std::string end_text(const program_ended& news);

/// HAProxy's sentence, `who` being its first word: `Current worker (5249) exited with code 137
/// (Killed), as it did not stop`.
std::string end_sentence(std::string_view who, const worker_ended& news);

/// HAProxy's sentence: `Former program 'api' (71) exited with code 3 (Exit)`.
std::string end_sentence(const program_ended& news);

/// Counts an end as a shell and HAProxy do: the exit code, or 128 + the signal; 1 for a process
/// that could not be started.
int exit_number(const worker_ended& news);
int exit_number(const program_ended& news);

/// Whether the end counts for `exit-on-failure`. HAProxy takes the ends that operators bring about
/// for no failure.
bool is_failure(const program_ended& news);

} // namespace mw
