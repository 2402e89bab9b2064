// The texts of a process's end.
#include "net/process/exit_status.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstring>

namespace mw::net {

namespace {

/// The signal's text as strsignal() has it in the C locale, but safe with threads.
std::string signal_text(int signal) {
  if (const char* known = ::sigdescr_np(signal))
    return known;
  if (signal >= SIGRTMIN && signal <= SIGRTMAX)
    return fmt::format("Real-time signal {}", signal - SIGRTMIN);
  return fmt::format("Unknown signal {}", signal);
}

} // namespace

exit_status to_exit_status(const siginfo_t& info) {
  if (info.si_code == CLD_EXITED)
    return {.code = info.si_status, .signal = 0};
  return {.code = 0, .signal = info.si_status};
}

std::string to_string(const exit_status& status) {
  return status.signal == 0 ? "Exit" : signal_text(status.signal);
}

std::string describe(const exit_status& status) {
  if (status.signal == 0)
    return fmt::format("exited with code {}", status.code);
  return fmt::format("killed by signal {} ({})", status.signal, signal_text(status.signal));
}

} // namespace mw::net
