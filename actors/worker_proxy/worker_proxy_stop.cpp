// A worker proxy, how its process is ended: see worker_proxy.hpp.
#include "actors/worker_proxy/worker_proxy.hpp"

#include <fmt/format.h>

#include <csignal>

namespace mw {

void worker_proxy_state::stop(const stop_worker& how) {
  if (end_)
    return;
  cause_ = how.cause;
  auto soft = how.signal == SIGUSR1;
  stop_.plan(stop_steps(how.signal, plan_->hard_stop_after));
  if (!soft || !keep_within_reach())
    next_stop_step();
}

/// HAProxy takes no new connections once it is told to leave: those that it may still need are
/// opened before. False: there is nothing to wait for.
bool worker_proxy_state::keep_within_reach() {
  if (leaving_ || !plan_->program.haproxy || !liveness_.is_ready())
    return false;
  leaving_ = std::make_unique<leaving_cli>(self_, channels_, [this] { begin_to_leave(); });
  if (!leaving_->begin()) {
    leaving_.reset();
    return false;
  }
  channels_.stop_sharing();
  return true;
}

/// The connections that are to stay answer, or do not in time.
void worker_proxy_state::begin_to_leave() {
  if (!stop_.has_begun() && stop_.is_planned())
    next_stop_step();
}

void worker_proxy_state::not_ready_in_time() {
  if (liveness_.is_ready() || end_ || stop_.is_planned())
    return;
  cause_ = fmt::format("was not ready within {}", short_time_text(plan_->ready_within.count()));
  process_.send_signal(SIGKILL);
}

void worker_proxy_state::is_hung(std::chrono::milliseconds silent) {
  cause_ = fmt::format("has not answered for {}", short_time_text(silent.count()));
  stop_.plan({{SIGABRT, abort_time_limit, cause_}, {SIGKILL, {}, {}}});
  next_stop_step();
}

void worker_proxy_state::next_stop_step() {
  liveness_.stop_asking();
  const auto& step = stop_.take();
  for (auto signal : step.signals())
    process_.send_signal(signal);
  if (step.patience > std::chrono::milliseconds{0})
    self_->after(step.patience, [this, taken = stop_.taken()] { not_stopped(taken); });
}

void worker_proxy_state::not_stopped(uint32_t step) {
  auto why = end_ ? std::nullopt : stop_.in_vain(step);
  if (!why)
    return;
  cause_ = std::move(*why);
  next_stop_step();
}

} // namespace mw
