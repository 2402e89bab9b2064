// A worker proxy, the life of its process to the end: see worker_proxy.hpp.
#include "actors/worker_proxy/worker_proxy.hpp"

#include "actors/log/log.hpp"
#include "actors/processes/process_end.hpp"
#include "net/base/sealed_text.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

// The other proxy lives on the same thread.
constexpr auto lend_time_limit = std::chrono::seconds{5};
// A dead worker's channels break a moment before its pidfd tells.
constexpr auto end_patience = std::chrono::milliseconds{200};
// A link that has seen its channel break asks at once.
constexpr auto retire_after = std::chrono::seconds{2};

} // namespace

worker_proxy_state::worker_proxy_state(runtime::host<handle>* self, process_key process,
                                       plan_ptr plan, master_actor master,
                                       worker_surroundings around)
    : self_(self),
      key_(process),
      plan_(std::move(plan)),
      master_(std::move(master)),
      around_(std::move(around)),
      process_(self, {.said = [this](const std::string& lines) { said(lines); },
                      .ended = [this](worker_ended news) { process_ended(std::move(news)); }}),
      channels_(self),
      liveness_(self, channels_, plan_->hung_after,
                {.ready = [this](std::string version) { is_ready(std::move(version)); },
                 .suspected =
                     [this](bool lives) {
                       self_->send(master_, worker_liveness{key_, lives});
                     },
                 .hangs = [this](std::chrono::milliseconds silent) { is_hung(silent); }}),
      lender_(self, channels_) {
  self_->set_down_handler([this](const caf::down_msg& gone) {
    if (leaving_)
      leaving_->gone(gone.source);
  });
}

worker_proxy_actor::behavior_type worker_proxy_state::make_behavior() {
  return {
      [this](const open_channel& wish) { return open(wish); },
      [this](const ask_end&) { return ask_why(); },
      [this](const lend_control&) { return lender_.lend(); },
      [this](const lend_counters&) {
        return counters_lent{descriptor_box{process_.take_counters().release()}};
      },
      [this](const signal_worker& which) { process_.send_signal(which.signal); },
      [this](const stop_worker& how) { stop(how); },
      [](const health_check&) { return alive{}; },
      [this](const reply_chunk& part) {
        if (leaving_)
          leaving_->take(part);
      },
      [this](const reply_end& end) {
        if (leaving_)
          leaving_->take(end);
      },
  };
}

/// Only HAProxy's processes fetch their sockets from another one; ours get them from the master.
void worker_proxy_state::begin() {
  const auto& haproxy = plan_->program.haproxy;
  if (around_.predecessor && haproxy && haproxy->takes_over_sockets)
    borrow_sockets();
  else if (around_.predecessor && !haproxy && plan_->takes_over_states)
    take_over_states();
  else
    start({});
}

void worker_proxy_state::borrow_sockets() {
  self_->request(around_.predecessor, lend_time_limit, lend_control{})
      .then([this](const control_lent& lent) { start(lent.control); },
            [this](const caf::error&) { start({}); });
}

void worker_proxy_state::take_over_states() {
  handover_ = std::make_unique<state_handover>(
      self_, [this](const state_handover::answer& states) { states_known(states); });
  handover_->ask(around_.predecessor);
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
                               key_.relative, why)));
  start({});
}

/// Tells the master, which waits for the start; later the lines are just passed on.
void worker_proxy_state::said(const std::string& lines) {
  if (!liveness_.is_ready())
    self_->send(master_, worker_said{key_, lines});
}

void worker_proxy_state::start(const shared_control& predecessor) {
  around_.predecessor = nullptr;
  if (stop_.is_planned())
    return ended({.process = key_, .cause = "was stopped before it was started"});
  const auto& program = plan_->program;
  auto control = process_.start(key_, program, around_, predecessor, std::move(states_));
  if (!control)
    return ended({.process = key_,
                  .cause = fmt::format("cannot be started: {}: {}", program.path,
                                       control.error().message())});
  channels_.begin(std::move(*control));
  self_->send(master_, worker_started{key_, channels_.control(), program.control_number()});
  liveness_.begin();
  self_->after(plan_->ready_within, [this] { not_ready_in_time(); });
}

void worker_proxy_state::is_ready(std::string version) {
  process_.drain(); // what was said before belongs to the start
  channels_.set_knows_patterns(has_patterns(version));
  self_->send(master_, worker_ready{key_, std::move(version)});
}

void worker_proxy_state::process_ended(worker_ended news) {
  news.process = key_;
  if (!cause_.empty())
    news.cause = std::move(cause_);
  ended(std::move(news));
}

void worker_proxy_state::ended(worker_ended news) {
  liveness_.end();
  lender_.refuse();
  leaving_.reset();
  channels_.end();
  plan_ = nullptr; // the sockets in it need not stay open for who asks why the worker has ended
  end_ = std::move(news);
  answer_why(true);
  self_->send(master_, *end_);
  self_->after(retire_after, [this] { self_->quit(); });
}

/// A process that is leaving may be HAProxy's, which takes no more connections then.
caf::result<channel_opened> worker_proxy_state::open(const open_channel& wish) {
  if (leaving_)
    return leaving_->open(wish);
  auto is_framed = wish.framed && !(plan_ && plan_->program.haproxy);
  return channels_.open(is_framed ? net::channel_kind::framed : net::channel_kind::lines);
}

caf::result<end_of_process> worker_proxy_state::ask_why() {
  if (end_)
    return end_of_process{end_text(*end_), true};
  if (askers_.empty())
    self_->after(end_patience, [this] { answer_why(false); });
  return askers_.emplace_back(self_->make_response_promise<end_of_process>());
}

void worker_proxy_state::answer_why(bool has_ended) {
  auto text = end_ ? end_text(*end_) : to_string(key_) + " has closed the connection";
  for (auto& promise : std::exchange(askers_, {}))
    promise.deliver(end_of_process{text, has_ended});
}

} // namespace mw
