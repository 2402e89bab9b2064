// The master, signals and the end: see master.hpp.
#include "actors/master/master.hpp"
#include "actors/processes/stop_steps.hpp"

#include <algorithm>
#include <csignal>

namespace mw {

void master_state::got_signal(int signal) {
  switch (signal) {
  case SIGUSR1:
    return stop(SIGUSR1, 0);
  case SIGTERM:
    return stop(SIGTERM, 0);
  case SIGINT:
    return stop(SIGINT, 128 + SIGINT);
  case SIGUSR2:
  case SIGHUP:
    return want_reload(false);
  default: // TTIN, TTOU: the workers pause and resume
    for_each_worker([&](worker& one) {
      if (one.proxy)
        self_->send(one.proxy, signal_worker{signal});
    });
  }
}

void master_state::stop(int signal, int exit_code) {
  auto soft = signal == SIGUSR1; // takes as long as the clients do
  if (soft && exit_code_)
    return;
  auto again = std::exchange(stopping_hard_, !soft);
  if (!exit_code_) {
    tell(log::severity::warning, "Exiting Master process...");
    environment_.observer->stopping();
    abandon_reloads();
  }
  exit_code_ = exit_code;
  environment_.observer->may_take(stop_time_limit);
  for_each_worker([&](worker& one) {
    advance(one, worker_event::stop);
    if (one.proxy && again) // asked twice: harder
      self_->send(one.proxy, signal_worker{SIGKILL});
    else if (one.proxy)
      self_->send(one.proxy, stop_worker{signal});
  });
  if (!programs_gone_)
    self_->send(environment_.programs, stop_programs{again ? SIGKILL : signal});
  finish_if_all_ended();
}

void master_state::finish_if_all_ended() {
  auto running = [](const worker& one) { return static_cast<bool>(one.proxy); };
  const auto& workers = current_.workers;
  if (!exit_code_ || !programs_gone_ || !old_.empty() ||
      std::any_of(workers.begin(), workers.end(), running))
    return;
  tell(log::severity::warning, fmt::format("All workers exited. Exiting... ({})", *exit_code_));
  for (const auto& [address, proxy] : proxies_)
    self_->send_exit(proxy.handle, caf::exit_reason::user_shutdown);
  environment_.observer->stopped(*exit_code_);
  self_->quit();
}

} // namespace mw
