// The carried totals, when workers are read: see carried_totals.hpp.
#include "actors/merge/carried_totals.hpp"

#include <algorithm>

namespace mw {

namespace {

// The router lives on the same thread.
constexpr auto own_router_time_limit = std::chrono::seconds{5};

} // namespace

/// One after the other: all workers, then the pause that keeps the cost low.
void carried_totals_state::begin_round() {
  round_ = ++last_id_;
  round_since_ = self_->clock().now();
  sample({target::kind::all}, *round_);
}

void carried_totals_state::round_over() {
  round_.reset();
  auto took = self_->clock().now() - round_since_;
  self_->delayed_send(self_, std::max<time_point::duration>(sample_period, took * sample_share),
                      sample_due{});
}

caf::result<last_call_over> carried_totals_state::last_call_of(const last_call& which) {
  auto promise = self_->make_response_promise<last_call_over>();
  auto call = std::make_shared<open_call>(open_call{promise, which.processes.size()});
  if (call->left == 0)
    promise.deliver(last_call_over{});
  for (const auto& process : which.processes) {
    calls_[++last_id_] = call;
    sample({target::kind::pid, process.pid, process.serial}, last_id_);
  }
  return promise;
}

void carried_totals_state::sample(const target& where, command_id id) {
  self_->request(router_, own_router_time_limit, where, take_samples{id}, reply_sink_actor{self_})
      .then(
          [this, id](const runner_lease& answer) {
            if (answer.result != runner_lease::outcome::found)
              sample_over(id);
          },
          [this, id](const caf::error&) { sample_over(id); });
}

void carried_totals_state::sample_over(command_id id) {
  if (round_ == id)
    return round_over();
  auto call = calls_.extract(id);
  if (call && --call.mapped()->left == 0)
    call.mapped()->asker.deliver(last_call_over{});
}

} // namespace mw
