// A worker proxy, from the start of its process to the end: see worker_proxy.hpp.
#include "actors/worker_proxy.hpp"

#include "actors/log.hpp"
#include "actors/worker_end.hpp"
#include "net/pipe.hpp"

#include <fmt/format.h>

#include <csignal>

namespace mw {

namespace {

// A dead worker's channels break a moment before its pidfd tells.
constexpr auto fate_patience = std::chrono::milliseconds{200};
// A link that has seen its channel break asks at once.
constexpr auto retire_after = std::chrono::seconds{2};
// The other proxy lives on the same thread.
constexpr auto lend_time_limit = std::chrono::seconds{5};

int64_t now_seconds(caf::actor_clock& clock) {
  auto since_epoch = clock.now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
}

} // namespace

worker_proxy_state::worker_proxy_state(host<handle>* self, process_key process, plan_ptr plan,
                                       master_actor master, worker_surroundings around)
    : self_(self),
      process_(process),
      plan_(std::move(plan)),
      master_(std::move(master)),
      around_(std::move(around)),
      stderr_([this](const std::string& lines) { said(lines); }),
      patience_(self->io()),
      probe_({[this](std::string_view bytes) { answered(bytes); }, [this] { probe_.close(); }}),
      socket_probe_({[this](std::string_view) { lend_now(); }, [this] { refuse_to_lend(); }}) {}

worker_proxy_actor::behavior_type worker_proxy_state::make_behavior() {
  prepare(std::exchange(around_.predecessor, nullptr));
  return {
      [this](const open_channel& wish) {
        return open(wish.framed ? net::channel_kind::framed : net::channel_kind::lines);
      },
      [this](const ask_fate&) { return answer_fate(); },
      [this](const lend_control&) { return lend(); },
      [this](const signal_worker& which) { send_signal(which.signal); },
      [this](const stop_worker& how) { stop(how); },
      [](const health_check&) { return alive{}; },
      [this](const readiness_overdue&) { not_ready_in_time(); },
      [this](const ping_due&) { check_answer(); },
      [this](const stop_overdue_of_worker& which) { not_stopped(which.step); },
      [this](const sessions_overdue&) { begin_to_leave(); },
      [this](const work_check_due&) { check_for_work(); },
      [this](const fate_overdue&) { answer_fates(false); },
      [this](const retire&) { self_->quit(); },
  };
}

/// Only HAProxy's processes fetch their sockets from another one; ours get them from the master.
void worker_proxy_state::prepare(const worker_proxy_actor& predecessor) {
  const auto& haproxy = plan_->program.haproxy;
  if (!predecessor || !haproxy || !haproxy->takes_over_sockets)
    return start({});
  self_->request(predecessor, lend_time_limit, lend_control{})
      .then([this](const control_lent& lent) { start(lent.control); },
            [this](const caf::error&) { start({}); });
}

void worker_proxy_state::start(const shared_control& predecessor) {
  if (!stop_steps_.empty())
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
  auto number = static_cast<unsigned>(process_.relative);
  auto taken_over = predecessor.fd ? *predecessor.fd : -1;
  auto child =
      net::start(program.command(number, pair->second.get(), errors->write.get(), taken_over));
  if (!child)
    return cannot(child.error());
  if (program.haproxy && around_.guardian)
    if (auto error = around_.guardian->watch(child->pidfd.get()))
      log::warning("worker {} would outlive a master that is killed: {}", number, error.message());
  control_.emplace(self_->io(), pair->first.release());
  stderr_.open(self_, std::move(errors->read));
  started(std::move(*child), control_->native_handle());
}

void worker_proxy_state::started(net::child_process child, int control) {
  process_.pid = child.pid;
  process_.started = now_seconds(self_->clock());
  oom_before_ = around_.oom.read();
  pidfd_.emplace(self_->io(), child.pidfd.release());
  self_->send(master_, worker_started{process_, control, plan_->program.control_number()});
  watch();
  ask();
  self_->delayed_send(self_, plan_->ready_within, readiness_overdue{});
}

void worker_proxy_state::watch() {
  pidfd_->async_wait(asio::posix::stream_descriptor::wait_read,
                     self_->bind([this](asio::error_code error) {
                       if (error)
                         return;
                       if (auto status = net::reap(pidfd_->native_handle()))
                         ended(*status);
                       else
                         watch();
                     }));
}

/// Of interest to who waits for the start; later it is just passed on.
void worker_proxy_state::said(const std::string& lines) {
  if (!ready_)
    self_->send(master_, worker_said{process_, lines});
}

void worker_proxy_state::ended(const net::exit_status& status) {
  stderr_.finish();
  if (ran_out_of_memory(status))
    cause_ = "ran out of memory";
  finish({.process = process_,
          .exit_code = status.code,
          .signal = status.signal,
          .cause = std::move(cause_),
          .last_words = stderr_.last_lines()});
}

/// Killed, not by us, and the kernel has killed somebody of our control group meanwhile.
bool worker_proxy_state::ran_out_of_memory(const net::exit_status& status) const {
  return status.signal == SIGKILL && !killed_ && cause_.empty() && oom_before_ &&
         around_.oom.read() > oom_before_;
}

void worker_proxy_state::finish(worker_ended news) {
  probe_.close();
  refuse_to_lend();
  shared_ = {};
  kept_.reset();
  control_.reset();
  patience_.cancel();
  refuse_waiting(errc::process_gone);
  pidfd_.reset();
  plan_ = nullptr; // the sockets in it need not stay open for who asks why the worker has ended
  end_ = std::move(news);
  answer_fates(true);
  self_->send(master_, *end_);
  self_->delayed_send(self_, retire_after, retire{});
}

caf::result<fate> worker_proxy_state::answer_fate() {
  if (end_)
    return fate{fate_text(), true};
  auto promise = self_->make_response_promise<fate>();
  if (asked_.empty())
    self_->delayed_send(self_, fate_patience, fate_overdue{});
  asked_.push_back(promise);
  return promise;
}

void worker_proxy_state::answer_fates(bool has_ended) {
  for (auto& promise : asked_)
    promise.deliver(fate{fate_text(), has_ended});
  asked_.clear();
}

std::string worker_proxy_state::fate_text() const {
  if (!end_)
    return to_string(process_) + " has closed the connection";
  return end_text(*end_);
}

} // namespace mw
