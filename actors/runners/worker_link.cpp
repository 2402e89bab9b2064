// Runs commands on a worker: see worker_link.hpp.
#include "actors/runners/worker_link.hpp"

#include "actors/reply/command_runner.hpp"
#include "actors/runners/channel_errors.hpp"

namespace mw {

worker_link_state::worker_link_state(runtime::host<handle>* self, process_key process,
                                     worker_proxy_actor proxy, router_actor router)
    : self_(self),
      process_(process),
      proxy_(std::move(proxy)),
      router_(std::move(router)),
      channel_(self, {.bytes = [this](std::string_view bytes) { on_bytes(bytes); },
                      .ended = [this](std::error_code error) { on_closed(error); }}) {
  self_->set_down_handler([this](caf::down_msg& message) { gone(message.source); });
  self_->monitor(router_);
}

worker_link_actor::behavior_type worker_link_state::make_behavior() {
  return runner_behavior(
      this,
      [this](const assignment& to, run_command& command, reply_sink_actor& sink) {
        run_assigned(to, command, sink);
      },
      [this](const lease_use& by, run_command& command, reply_sink_actor& sink) {
        return run_leased(by, command, sink);
      },
      [this](const lease_released&, const reply_sink_actor& by) { release(by); },
      [this](const lease_recalled&) { recall(); }, [this](reply_chunk& part) { take(part); },
      [this](reply_end& end) { take(end); });
}

void worker_link_state::run(run_command command, reply_sink_actor sink, bool may_move) {
  auto answer = reply_stream{self_, command.id, std::move(sink)};
  self_->monitor(answer.sink());
  job_ = job{std::move(command), std::move(answer), may_move, trace::here()};
  if (has_waited_too_long())
    channel_.close();
  if (channel_.is_open())
    write_command();
  else if (!opening_)
    open();
}

void worker_link_state::run_assigned(const assignment& to, run_command& command,
                                     reply_sink_actor& sink) {
  if (to.leased)
    lessee_ = sink;
  run(std::move(command), std::move(sink), to.where.form == target::kind::relative);
}

caf::result<runner_lease> worker_link_state::run_leased(const lease_use& by, run_command& command,
                                                        reply_sink_actor& sink) {
  if (lessee_ == sink && !recalled_) {
    run(std::move(command), std::move(sink), by.where.form == target::kind::relative);
    return caf::delegated<runner_lease>{}; // the session has it
  }
  if (lessee_ == sink)
    give_back();
  return self_->delegate(router_, command_route{by.where, true}, std::move(command),
                         std::move(sink));
}

void worker_link_state::release(const reply_sink_actor& by) {
  if (lessee_ == by && !job_)
    give_back();
}

/// The process may be leaving: what is open to it would be work that it waits for.
void worker_link_state::recall() {
  if (!lessee_)
    return;
  recalled_ = true;
  if (!job_)
    channel_.close();
}

void worker_link_state::give_back() {
  self_->demonitor(lessee_.address());
  lessee_ = nullptr;
  recalled_ = false;
  self_->send(router_, runner_idle{process_, framed_}, worker_link_actor{self_});
}

void worker_link_state::credit(const reply_credit& more) {
  if (!job_ || !job_->answer.is_for(more.id))
    return;
  job_->answer.credit(more.bytes);
  if (job_->runner)
    self_->send(job_->runner, more);
  else if (!job_->answer.is_full())
    channel_.resume();
}

void worker_link_state::cancel(const cancel_command& which) {
  if (job_ && job_->answer.is_for(which.id))
    give_up_job();
}

void worker_link_state::give_up_job() {
  channel_.close(); // the answer will come, to nobody
  if (job_->runner)
    self_->send(job_->runner, cancel_command{job_->command.id});
  job_over();
}

/// Also the session may end in the middle of a command; then nobody cancels it.
void worker_link_state::gone(const caf::actor_addr& who) {
  if (who == router_.address())
    self_->quit();
  else if (job_ && who == job_->answer.sink().address())
    give_up_job();
  else if (job_ && job_->runner && who == job_->runner.address())
    ask_why();
  if (lessee_ && who == lessee_.address())
    give_back();
}

/// The channel has been waited on since an earlier command; what comes belongs to this one.
trace::scope worker_link_state::job_scope() const {
  return trace::scope{job_ ? job_->cause : trace::here()};
}

void worker_link_state::on_bytes(std::string_view bytes) {
  auto cause = job_scope();
  framed_ ? on_frames(bytes) : on_text(bytes);
}

void worker_link_state::on_text(std::string_view bytes) {
  if (!job_)
    return channel_.close();
  if (std::exchange(first_bytes_, false) && has_severity_prompt(bytes)) {
    bytes.remove_prefix(1);
    left_out_ = true;
  }
  if (bytes.empty())
    return;
  tail_.add(bytes);
  give_on(std::string{bytes});
}

void worker_link_state::give_on(std::string bytes) {
  job_->answer.write(std::move(bytes));
  if (job_->answer.is_full())
    channel_.pause();
}

/// HAProxy before 3.0 answers `set severity-output number -` with an empty line.
bool worker_link_state::has_severity_prompt(std::string_view bytes) const {
  return job_->command.modes.severity != severity_output::none && bytes.starts_with('\n');
}

void worker_link_state::on_frames(std::string_view bytes) {
  auto piece = std::string_view{};
  auto last = std::string{}; // goes with the end, if that is there
  while (job_) {
    switch (frames_.next(bytes, piece)) {
    case net::frame_parser::event::bytes:
      give_on(std::exchange(last, std::string{piece}));
      break;
    case net::frame_parser::event::end:
      channel_.resume();
      end(job_->command.id, {}, std::exchange(last, {}));
      break;
    case net::frame_parser::event::need_more:
      return give_on(std::move(last));
    case net::frame_parser::event::too_long:
      give_on(std::move(last));
      return fail(to_string(process_) + " answered nonsense");
    }
  }
  if (!bytes.empty()) // an answer to nothing: the next command must not get it
    channel_.close();
}

void worker_link_state::on_closed(std::error_code error) {
  auto cause = job_scope();
  channel_.close();
  if (!job_)
    return;
  if (std::exchange(left_out_, false) && tail_.is_empty())
    on_text("\n"); // it was all that there is
  auto outcome = framed_ ? answer_end::unknown : tail_.at_end(error == std::errc::connection_reset);
  if (outcome == answer_end::not_taken && !std::exchange(job_->repeated, true))
    return open_again(); // one that was read is never given twice
  if (outcome == answer_end::whole)
    return end(job_->command.id, {});
  ask_why();
}

/// Without frames a worker that has nothing to say and one that dies look the same.
void worker_link_state::ask_why() {
  auto may_be_silent = !framed_ && !job_->runner;
  ask_for_end(self_, proxy_, process_,
              [this, may_be_silent, id = job_->command.id](end_of_process answer) {
                end(id, may_be_silent && !answer.ended ? std::string{} : std::move(answer.text));
              });
}

void worker_link_state::fail(const std::string& error) {
  channel_.close();
  if (job_)
    end(job_->command.id, error);
}

void worker_link_state::end(command_id id, std::string error, std::string last, end_status status) {
  if (!job_ || !job_->answer.is_for(id))
    return;
  job_->answer.end(std::move(error), std::move(last), status);
  job_over();
}

void worker_link_state::job_over() {
  auto done = std::move(*job_);
  job_.reset();
  if (done.runner)
    self_->demonitor(done.runner.address());
  if (!lessee_) {
    self_->demonitor(done.answer.sink().address());
    self_->send(router_, runner_idle{process_, framed_}, worker_link_actor{self_});
  }
  if (recalled_)
    channel_.close();
  else
    open_ahead();
}

} // namespace mw
