// A worker proxy, what comes before its process and how that is started: see worker_proxy.hpp.
#include "actors/log/log.hpp"
#include "actors/processes/guardian_keeper.hpp"
#include "actors/processes/steady_time.hpp"
#include "actors/worker_proxy/worker_proxy.hpp"
#include "net/base/counter_memory.hpp"
#include "net/base/pipe.hpp"
#include "net/base/sealed_text.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

// The other proxy lives on the same thread.
constexpr auto lend_time_limit = std::chrono::seconds{5};

} // namespace

/// Only HAProxy's processes fetch their sockets from another one; ours get them from the master.
void worker_proxy_state::prepare(const worker_proxy_actor& predecessor) {
  const auto& haproxy = plan_->program.haproxy;
  if (predecessor && haproxy && haproxy->takes_over_sockets)
    borrow_sockets(predecessor);
  else if (predecessor && !haproxy && plan_->takes_over_states)
    take_over_states(predecessor);
  else
    start({});
}

void worker_proxy_state::borrow_sockets(const worker_proxy_actor& predecessor) {
  self_->request(predecessor, lend_time_limit, lend_control{})
      .then([this](const control_lent& lent) { start(lent.control); },
            [this](const caf::error&) { start({}); });
}

void worker_proxy_state::take_over_states(const worker_proxy_actor& predecessor) {
  handover_ = std::make_unique<state_handover>(
      self_, [this](const state_handover::answer& states) { states_known(states); });
  handover_->ask(predecessor);
}

/// Without them it serves all the same.
void worker_proxy_state::states_known(const state_handover::answer& states) {
  auto why = states ? std::string{} : states.error();
  if (states) {
    auto sealed = net::seal_text("mw-server-states", *states);
    if (sealed)
      states_ = std::move(*sealed);
    else
      why = sealed.error().message();
  }
  if (!why.empty())
    said(log::tell(log::severity::warning,
                   fmt::format("worker {} starts without the servers' states of the process "
                               "before: {}",
                               process_.relative, why)));
  start({});
}

void worker_proxy_state::start(const shared_control& predecessor) {
  if (stop_.is_planned())
    return finish({.process = process_, .cause = "was stopped before it was started"});
  const auto& program = plan_->program;
  auto cannot = [&](const std::error_code& error) {
    finish({.process = process_,
            .cause = fmt::format("cannot be started: {}: {}", program.path, error.message())});
  };
  auto pair = net::make_pair();
  if (!pair)
    return cannot(pair.error());
  auto errors = net::make_pipe();
  if (!errors)
    return cannot(errors.error());
  if (!program.haproxy)
    make_counters();
  auto number = static_cast<unsigned>(process_.relative);
  auto taken_over = predecessor.fd ? *predecessor.fd : -1;
  auto child = net::start(program.command(number, {.control = pair->second.get(),
                                                   .errors = errors->write.get(),
                                                   .predecessor = taken_over,
                                                   .states = states_.get(),
                                                   .counters = counters_.get()}));
  states_.reset();
  if (!child)
    return cannot(child.error());
  if (program.haproxy && around_.guardian)
    if (auto error = guard(self_, around_.guardian, child->pidfd.get(), child->pid))
      log::warning("worker {} would outlive a master that is killed: {}", number, error.message());
  control_.emplace(self_->io(), pair->first.release());
  stderr_.open(self_, std::move(errors->read),
               program.haproxy ? program.haproxy->file_names : log::file_names{});
  started(std::move(*child), control_->native_handle());
}

/// Without it the totals know what the worker has last answered.
void worker_proxy_state::make_counters() {
  auto memory = net::make_counter_memory();
  if (memory)
    counters_ = std::move(*memory);
  else
    log::warning("what worker {} counts will be lost if it is killed: {}", process_.relative,
                 memory.error().message());
}

void worker_proxy_state::started(net::child_process child, int control) {
  process_.pid = child.pid;
  process_.started = steady_seconds(self_->clock());
  oom_before_ = around_.oom.read();
  pidfd_.emplace(self_->io(), child.pidfd.release());
  self_->send(master_, worker_started{process_, control, plan_->program.control_number()});
  watch();
  ask();
  self_->delayed_send(self_, plan_->ready_within, readiness_overdue{});
}

} // namespace mw
