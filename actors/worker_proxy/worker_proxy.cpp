// A worker proxy, the life of its process to the end: see worker_proxy.hpp.
#include "actors/worker_proxy/worker_proxy.hpp"

#include "actors/processes/process_end.hpp"
#include "net/base/readable.hpp"

#include <csignal>

namespace mw {

namespace {

// A dead worker's channels break a moment before its pidfd tells.
constexpr auto fate_patience = std::chrono::milliseconds{200};
// A link that has seen its channel break asks at once.
constexpr auto retire_after = std::chrono::seconds{2};

} // namespace

worker_proxy_state::worker_proxy_state(runtime::host<handle>* self, process_key process,
                                       plan_ptr plan, master_actor master,
                                       worker_surroundings around)
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
      [this](const ask_end&) { return answer_fate(); },
      [this](const lend_control&) { return lend(); },
      [this](const lend_counters&) { return counters_lent{descriptor_box{counters_.release()}}; },
      [this](const signal_worker& which) { send_signal(which.signal); },
      [this](const stop_worker& how) { stop(how); },
      [](const health_check&) { return alive{}; },
      [this](const readiness_overdue&) { not_ready_in_time(); },
      [this](const ping_due&) { check_answer(); },
      [this](const stop_overdue_of_worker& which) { not_stopped(which.step); },
      [this](const sessions_overdue&) { begin_to_leave(); },
      [this](const work_check_due&) { check_for_work(); },
      [this](const states_overdue&) {
        if (handover_)
          handover_->overdue();
      },
      [this](const end_overdue&) { answer_ends(false); },
      [this](const retire&) { self_->quit(); },
  };
}

void worker_proxy_state::watch() {
  pidfd_->async_wait(asio::posix::stream_descriptor::wait_read,
                     self_->bind([this](asio::error_code error) {
                       if (error)
                         return;
                       if (!net::is_readable(pidfd_->native_handle(), {}))
                         return watch();
                       ::kill(-process_.pid, SIGKILL); // all of its group that is left
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
  answer_ends(true);
  self_->send(master_, *end_);
  self_->delayed_send(self_, retire_after, retire{});
}

caf::result<end_of_process> worker_proxy_state::answer_fate() {
  if (end_)
    return end_of_process{closing_text(), true};
  auto promise = self_->make_response_promise<end_of_process>();
  if (asked_.empty())
    self_->delayed_send(self_, fate_patience, end_overdue{});
  asked_.push_back(promise);
  return promise;
}

void worker_proxy_state::answer_ends(bool has_ended) {
  for (auto& promise : asked_)
    promise.deliver(end_of_process{closing_text(), has_ended});
  asked_.clear();
}

std::string worker_proxy_state::closing_text() const {
  if (!end_)
    return to_string(process_) + " has closed the connection";
  return end_text(*end_);
}

} // namespace mw
