// The master, what becomes of a relative PID whose process has ended: see master.hpp.
#include "actors/master/master.hpp"
#include "actors/processes/worker_end.hpp"

#include <algorithm>
#include <csignal>

namespace mw {

void master_state::current_ended(worker& one, const worker_ended& news) {
  if (exit_code_) {
    advance(one, worker_event::ended);
    return finish_if_all_ended();
  }
  tell_end("Current", news, true);
  restart_or_give_up(one, news);
}

void master_state::restart_or_give_up(worker& one, const worker_ended& news) {
  auto served = std::optional<restart_policy::duration>{};
  if (one.ready_since)
    served = std::chrono::duration_cast<restart_policy::duration>(*one.ended_at - *one.ready_since);
  auto delay = one.policy.after_end(served);
  const auto& codes = current_.plan->no_restart_codes;
  auto is_last = news.process.pid != 0 && news.signal == 0 &&
                 std::find(codes.begin(), codes.end(), news.exit_code) != codes.end();
  auto number = exit_number(news);
  auto gives_up =
      is_last || (!all_ready_once_ && one.policy.failures() >= current_.plan->most_failed_starts);
  advance(one, gives_up ? worker_event::given_up : worker_event::ended);
  if (!all_ready_once_ && gives_up) {
    auto why = is_last ? std::string{"has ended with a code that forbids another start"}
                       : fmt::format("was not ready after {} start{}", one.policy.failures(),
                                     one.policy.failures() == 1 ? "" : "s");
    tell(log::severity::alert, fmt::format("worker {} {}: giving up", one.info.key.relative, why));
    return stop(SIGTERM, number == 0 ? 1 : number);
  }
  if (current_.plan->exit_on_failure) {
    tell(log::severity::alert, "exit-on-failure: killing every processes with SIGTERM");
    return stop(SIGTERM, number == 128 + SIGTERM ? 0 : number); // HAProxy's master ends well then
  }
  if (!gives_up)
    return restart_later(one, delay);
  tell(log::severity::alert,
       fmt::format("worker {} is not started again, its exit code says so", one.info.key.relative));
}

void master_state::restart_later(worker& one, restart_policy::duration delay) {
  ++one.info.restarts;
  tell(log::severity::notice,
       fmt::format("worker {} is started again in {} ms", one.info.key.relative, delay.count()));
  note(lifecycle_event::kind::worker_restart, one.info.key, fmt::format("in {} ms", delay.count()));
  if (delay == delay.zero())
    return start(one, current_.plan);
  one.restart_at = self_->clock().now() + delay;
  self_->delayed_send(self_, delay, restart_due{one.info.key.serial});
}

void master_state::restart(uint64_t serial) {
  for (auto& one : current_.workers)
    if (one.info.key.serial == serial)
      start(one, current_.plan);
}

} // namespace mw
