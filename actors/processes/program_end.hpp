// What a program's end means.
#pragma once

#include "messages/processes/program.hpp"
#include "net/process/exit_status.hpp"

#include <csignal>

namespace mw {

/// As a shell and HAProxy count it: the exit code, or 128 + the signal; 1 for a program that could
/// not be started.
inline int exit_number(const program_ended& news) {
  return news.pid == 0 ? 1 : net::exit_status{news.exit_code, news.signal}.number();
}

/// HAProxy's `exit-on-failure` takes the ends that operators bring about for no failure.
inline bool is_failure(const program_ended& news) {
  auto number = exit_number(news);
  return number != 0 && number != 128 + SIGINT && number != 128 + SIGTERM;
}

} // namespace mw
