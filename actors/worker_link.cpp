// Runs commands on a built-in worker: see worker_link.hpp.
#include "actors/worker_link.hpp"

#include "actors/fate_of.hpp"
#include "actors/worker_text.hpp"

namespace mw {

namespace {

// The pool lives on this thread and never waits for anybody.
constexpr auto successor_time_limit = std::chrono::seconds{5};
// Workers that leave one after the other, faster than a command is written.
constexpr unsigned most_moves = 5;

} // namespace

worker_link_state::worker_link_state(host<handle>* self, process_key process,
                                     worker_proxy_actor proxy, runner_pool_actor pool)
    : self_(self),
      process_(process),
      proxy_(std::move(proxy)),
      pool_(std::move(pool)),
      channel_({[this](std::string_view bytes) { on_bytes(bytes); }, [this] { on_closed(); }}) {
  self_->set_down_handler([this](caf::down_msg& message) { gone(message.source); });
  self_->monitor(pool_);
}

command_runner_actor::behavior_type worker_link_state::make_behavior() {
  return {
      [this](run_command& command, reply_sink_actor& sink) {
        run(std::move(command), std::move(sink));
      },
      [](const command_input&) {}, // a command that is not two-way has no input
      [this](const reply_credit& more) { credit(more); },
      [this](const cancel_command& which) { cancel(which); },
  };
}

void worker_link_state::run(run_command command, reply_sink_actor sink) {
  job_ = job{std::move(command), std::move(sink), trace::current()};
  self_->monitor(job_->sink);
  if (channel_.is_open())
    write_command();
  else if (!opening_)
    open();
}

void worker_link_state::credit(const reply_credit& more) {
  if (job_ && job_->command.id == more.id)
    channel_.credit(self_, more.bytes);
}

void worker_link_state::cancel(const cancel_command& which) {
  if (job_ && job_->command.id == which.id)
    give_up_job();
}

void worker_link_state::give_up_job() {
  channel_.close(); // the answer will come, to nobody
  job_over();
}

/// Also the session may end in the middle of a command; then nobody cancels it.
void worker_link_state::gone(const caf::actor_addr& who) {
  if (who == pool_.address())
    self_->quit();
  else if (job_ && who == job_->sink.address())
    give_up_job();
}

void worker_link_state::open() {
  opening_ = true;
  self_->request(proxy_, channel_time_limit, open_channel{true})
      .then([this](const channel_opened& answer) { opened(answer); },
            [this](const caf::error& error) {
              opening_ = false;
              if (job_ && is_process_gone(error))
                not_taken();
              else
                fail(why_no_channel(process_, error));
            });
}

void worker_link_state::opened(const channel_opened& answer) {
  opening_ = false;
  frames_ = {};
  channel_.open(self_, answer.end.take());
  if (job_)
    write_command();
}

void worker_link_state::write_command() {
  auto message = std::string{};
  net::append_frames(message, worker_text(job_->command));
  net::append_end_of_message(message);
  if (!channel_.write(self_, message))
    not_taken();
}

void worker_link_state::not_taken() {
  channel_.close();
  if (!job_->command.by_number || ++job_->moves > most_moves)
    return on_closed();
  self_->request(pool_, successor_time_limit, find_successor{process_})
      .then(
          [this, id = job_->command.id](const successor& next) {
            if (job_ && job_->command.id == id)
              go_on_with(next);
          },
          [this, id = job_->command.id](const caf::error&) {
            if (job_ && job_->command.id == id)
              on_closed();
          });
}

void worker_link_state::go_on_with(const successor& next) {
  if (next.process.pid == 0)
    return on_closed();
  process_ = next.process;
  proxy_ = next.proxy;
  open();
}

/// The channel has been waited on since an earlier command; what comes belongs to this one.
trace::scope worker_link_state::job_scope() const {
  return trace::scope{job_ ? job_->cause : trace::current()};
}

void worker_link_state::on_bytes(std::string_view bytes) {
  auto cause = job_scope();
  auto piece = std::string_view{};
  while (job_) {
    switch (frames_.next(bytes, piece)) {
    case net::frame_parser::event::bytes:
      channel_.sent_on(piece.size());
      self_->send(job_->sink, reply_chunk{job_->command.id, std::string{piece}});
      break;
    case net::frame_parser::event::end:
      channel_.credit(self_, reply_window);
      end(job_->command.id, {});
      break;
    case net::frame_parser::event::need_more:
      return;
    case net::frame_parser::event::too_long:
      return fail(to_string(process_) + " answered nonsense");
    }
  }
  if (!bytes.empty()) // an answer to nothing: the next command must not get it
    channel_.close();
}

void worker_link_state::on_closed() {
  auto cause = job_scope();
  channel_.close();
  if (!job_)
    return;
  ask_for_fate(self_, proxy_, process_,
               [this, id = job_->command.id](fate answer) { end(id, std::move(answer.text)); });
}

void worker_link_state::fail(const std::string& error) {
  channel_.close();
  if (job_)
    end(job_->command.id, error);
}

void worker_link_state::end(command_id id, std::string error) {
  if (!job_ || job_->command.id != id)
    return;
  self_->send(job_->sink, reply_end{id, std::move(error)});
  job_over();
}

void worker_link_state::job_over() {
  self_->demonitor(job_->sink.address());
  job_.reset();
  self_->send(pool_, runner_idle{process_}, command_runner_actor{self_});
}

} // namespace mw
