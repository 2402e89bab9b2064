// How a worker's end is told to people.
#pragma once

#include "messages/protocols/master.hpp"

#include <string>

namespace mw {

/// `worker 1 (5249) killed by signal 9 (Killed)`, `worker 1 (5249) exited with code 1`, `worker 1
/// cannot be started: ...`.
std::string end_text(const worker_ended& news);

/// As a shell and HAProxy count it: the exit code, or 128 + the signal; 1 for a worker that could
/// not be started.
int exit_number(const worker_ended& news);

/// `Exit`, or the signal's name: HAProxy's word in parentheses.
std::string exit_word(const worker_ended& news);

} // namespace mw
