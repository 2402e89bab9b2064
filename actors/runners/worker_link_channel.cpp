// A worker link, its channel and what to do without one: see worker_link.hpp.
#include "actors/runners/channel_errors.hpp"
#include "actors/runners/plain_payload.hpp"
#include "actors/runners/worker_link.hpp"
#include "actors/runners/worker_text.hpp"
#include "messages/cli/commands.hpp"
#include "net/stream/channel.hpp"

namespace mw {

namespace {

// The router lives on this thread and never waits for anybody.
constexpr auto successor_time_limit = std::chrono::seconds{5};
// Workers that leave one after the other, faster than a command is written.
constexpr unsigned most_moves = 5;
// A channel that was opened ahead is used within this time: HAProxy closes an idle one after `stats
// timeout`, 10 s. Commands that come less often do not need it.
constexpr auto ahead_time = std::chrono::seconds{1};

} // namespace

void worker_link_state::open() {
  if (control_.fd && open_without_asking())
    return;
  control_ = {};
  opening_ = true;
  auto level = job_ ? job_->command.level : access_level::user;
  self_->request(proxy_, channel_time_limit, open_channel{true, level})
      .then(
          [this, level](const channel_opened& answer) {
            answer.runner ? give_to(answer.runner, level) : opened(answer);
          },
          [this](const caf::error& error) {
            opening_ = false;
            if (job_ && is_process_gone(error))
              not_taken();
            else
              fail(why_no_channel(process_, error));
          });
}

/// False: the worker takes no more channels, or none now. Its proxy knows what to do.
bool worker_link_state::open_without_asking() {
  auto pair = net::make_pair();
  if (!pair || net::pass_channel(*control_.fd, pair->second, net::channel_kind::lines))
    return false;
  opened({.end = descriptor_box{pair->first.release()},
          .knows_patterns = knows_patterns_,
          .control = control_});
  return true;
}

void worker_link_state::opened(const channel_opened& answer) {
  opening_ = false;
  framed_ = answer.framed;
  knows_patterns_ = answer.knows_patterns;
  control_ = answer.control;
  frames_ = {};
  opened_at_ = self_->clock().now();
  channel_.open(net::unique_fd{answer.end.take()});
  if (job_)
    write_command();
}

/// The answer comes back here: to the session the link runs the command. A command that has come
/// after the question may be of another level than the runner.
void worker_link_state::give_to(const command_runner_actor& runner, access_level level) {
  opening_ = false;
  if (!job_)
    return;
  if (job_->command.level != level)
    return open();
  job_->runner = runner;
  self_->monitor(runner);
  self_->send(runner, job_->command, reply_sink_actor{self_});
}

void worker_link_state::take(reply_chunk& part) {
  if (job_ && job_->runner && job_->answer.is_for(part.id))
    job_->answer.write(std::move(part.bytes));
}

void worker_link_state::take(reply_end& end_of) {
  if (job_ && job_->runner)
    end(end_of.id, std::move(end_of.error), std::move(end_of.last), end_of.status);
}

void worker_link_state::write_command() {
  auto message = framed_ ? framed_command() : line_command();
  if (message.empty())
    return fail(to_string(process_) + " knows no payloads with empty lines");
  if (!channel_.write(message))
    return not_taken();
  // All but those that HAProxy ends when its client sends no more get the end of the input, so that
  // `prompt`, or a `\\` at the end of the line, waits for nothing.
  if (!framed_ && !command_for_worker(job_->command.text).watches_input)
    channel_.write_end();
}

std::string worker_link_state::framed_command() const {
  auto message = std::string{};
  net::append_frames(message, worker_text(job_->command));
  net::append_end_of_message(message);
  return message;
}

/// Empty: the worker would not understand it.
std::string worker_link_state::line_command() {
  tail_.clear();
  first_bytes_ = true;
  left_out_ = false;
  auto text = worker_text(job_->command);
  if (auto plain = plain_payload(text))
    text = std::move(*plain);
  else if (!knows_patterns_)
    return {};
  if (!text.ends_with('\n')) // behind a payload there is one
    text += '\n';
  return text;
}

void worker_link_state::not_taken() {
  channel_.close();
  if (!framed_ && !std::exchange(job_->repeated, true))
    return open_again();
  if (!job_->may_move || ++job_->moves > most_moves)
    return ask_why();
  self_->request(router_, successor_time_limit, find_successor{process_})
      .then(
          [this, id = job_->command.id](const successor& next) {
            if (job_ && job_->command.id == id)
              go_on_with(next);
          },
          [this, id = job_->command.id](const caf::error&) {
            if (job_ && job_->command.id == id)
              ask_why();
          });
}

void worker_link_state::go_on_with(const successor& next) {
  if (next.process.pid == 0)
    return ask_why();
  process_ = next.process;
  proxy_ = next.proxy;
  open_again();
}

void worker_link_state::open_again() {
  control_ = {};
  open();
}

bool worker_link_state::has_waited_too_long() const {
  return !framed_ && self_->clock().now() - opened_at_ > ahead_time;
}

/// Opens the channel of the next command in advance: it is like the last one, more often than not.
void worker_link_state::open_ahead() {
  auto now = self_->clock().now();
  auto often = now - std::exchange(last_run_, now) < ahead_time;
  if (!framed_ && often && !channel_.is_open() && !opening_)
    open();
}

} // namespace mw
