// The carried totals, when workers are read, also those that are gone: see carried_totals.hpp.
#include "actors/merge/carried_totals.hpp"

#include <algorithm>

namespace mw {

namespace {

// The router lives on the same thread.
constexpr auto own_router_time_limit = std::chrono::seconds{5};
// A proxy answers at once, and does so for some time after its process has ended.
constexpr auto lend_time_limit = std::chrono::seconds{5};

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
  self_->after(std::max<time_point::duration>(sample_period, took * sample_share),
               [this] { begin_round(); });
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

/// A worker that has no such memory is known by its samples only.
void carried_totals_state::borrow_counters(uint64_t serial, const worker_proxy_actor& proxy) {
  self_->request(proxy, lend_time_limit, lend_counters{})
      .then(
          [this, serial](const counters_lent& lent) {
            auto memory = net::unique_fd(lent.memory.take());
            auto found = records_.find(serial);
            if (!memory || found == records_.end())
              return;
            found->second.left.emplace(std::move(memory));
            if (std::find(ended_.begin(), ended_.end(), serial) != ended_.end())
              take_last(found->second);
          },
          [](const caf::error&) {});
}

void carried_totals_state::take_last(record& of) {
  for (auto what : {report::info, report::stat})
    take_left(of, what);
  of.left.reset();
}

void carried_totals_state::take_left(record& of, report what) {
  if (!of.left)
    return;
  auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  take({.process = of.process,
        .what = what,
        .asked_at = now,
        .answered_at = now,
        .counters = std::make_shared<const counter_table>(of.left->read(what))});
}

} // namespace mw
