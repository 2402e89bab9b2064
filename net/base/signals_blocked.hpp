// No signal handlers for a while: around a clone, whose child would run them too.
#pragma once

#include <csignal>

namespace mw::net {

/// Blocks all signals of the calling thread; puts its mask back at the end.
class all_signals_blocked {
public:
  all_signals_blocked() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }

  all_signals_blocked(const all_signals_blocked&) = delete;
  all_signals_blocked& operator=(const all_signals_blocked&) = delete;

  ~all_signals_blocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
  sigset_t before_{};
};

} // namespace mw::net
