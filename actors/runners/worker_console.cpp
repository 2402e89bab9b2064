// A two-way session with a worker: see worker_console.hpp.
#include "actors/runners/worker_console.hpp"

#include "actors/runners/channel_errors.hpp"
#include "actors/runners/worker_text.hpp"
#include "messages/cli/command_line.hpp"

namespace mw {

namespace {

// Only whether the line says `quit` matters; a longer one does not.
constexpr size_t longest_known_line = 4096;

bool says_quit(std::string_view line) {
  auto rest = std::optional<std::string_view>{line};
  while (rest) {
    auto first = cut_first_command(*rest);
    auto command = skip_blanks(first.command);
    if (command.substr(0, command.find_first_of(" \t\r\n")) == "quit")
      return true;
    rest = first.rest;
  }
  return false;
}

} // namespace

worker_console_state::worker_console_state(runtime::host<handle>* self, process_key process,
                                           worker_proxy_actor proxy)
    : self_(self),
      process_(process),
      proxy_(std::move(proxy)),
      channel_({[this](std::string_view bytes) { on_bytes(bytes); }, [this] { on_closed(); }}) {
  self_->set_down_handler([this](caf::down_msg&) { self_->quit(); }); // the session has ended
}

listening_runner_actor::behavior_type worker_console_state::make_behavior() {
  return {
      [this](run_command& command, reply_sink_actor& sink) {
        run(std::move(command), std::move(sink));
      },
      [this](const command_input& more) { input(more); },
      [this](const reply_credit& more) { credit(more); },
      [this](const cancel_command& which) { cancel(which); },
  };
}

void worker_console_state::run(run_command command, reply_sink_actor sink) {
  job_ = job{std::move(command), std::move(sink)};
  self_->monitor(job_->sink);
  self_->request(proxy_, channel_time_limit, open_channel{false})
      .then([this](const channel_opened& answer) { opened(answer); },
            [this](const caf::error& error) { end(why_no_channel(process_, error)); });
}

void worker_console_state::input(const command_input& more) {
  if (!job_ || job_->command.id != more.id)
    return;
  look_for_quit(more.bytes);
  input_ended_ |= more.last;
  if (!channel_.is_open()) {
    early_input_ += more.bytes;
    return;
  }
  channel_.write(self_, more.bytes);
  if (more.last)
    channel_.write_end(self_);
}

/// What the client sends behind its `quit`, before the worker has closed, does not undo it.
void worker_console_state::look_for_quit(std::string_view bytes) {
  while (!bytes.empty()) {
    auto line = bytes.substr(0, bytes.find('\n'));
    auto room = longest_known_line - std::min(longest_known_line, open_line_.size());
    open_line_ += line.substr(0, room);
    bytes.remove_prefix(line.size());
    if (bytes.empty())
      return;
    bytes.remove_prefix(1);
    quit_said_ |= says_quit(std::exchange(open_line_, {}));
  }
}

void worker_console_state::credit(const reply_credit& more) {
  if (job_ && job_->command.id == more.id)
    channel_.credit(self_, more.bytes);
}

void worker_console_state::cancel(const cancel_command& which) {
  if (job_ && job_->command.id == which.id)
    self_->quit();
}

void worker_console_state::opened(const channel_opened& answer) {
  if (!job_)
    return;
  channel_.open(self_, answer.end.take());
  auto interactive = job_->command.text.empty();
  channel_.write(self_,
                 interactive ? console_greeting(job_->command) : worker_text(job_->command) + "\n");
  channel_.write(self_, early_input_);
  if (input_ended_)
    channel_.write_end(self_);
}

void worker_console_state::on_bytes(std::string_view bytes) {
  if (!job_)
    return;
  channel_.sent_on(bytes.size());
  tail_.add(bytes);
  self_->send(job_->sink, reply_chunk{job_->command.id, std::string{bytes}});
}

void worker_console_state::on_closed() {
  channel_.close();
  if (!job_)
    return;
  if (ends_as_it_should())
    return end({});
  ask_for_end(self_, proxy_, process_, [this](end_of_process answer) {
    auto single_line = job_ && !job_->command.text.empty();
    end(single_line && !answer.ended ? std::string{} : std::move(answer.text));
  });
}

// A worker that dies and one that is done look the same: by the end of the answer they are told
// apart without a delay.
bool worker_console_state::ends_as_it_should() const {
  if (job_->command.text.empty())
    return input_ended_ || quit_said_;
  return tail_.is_whole();
}

void worker_console_state::end(std::string error) {
  if (!job_)
    return;
  auto status = error.empty() ? end_status::ok : end_status::lost;
  self_->send(job_->sink,
              reply_end{.id = job_->command.id, .error = std::move(error), .status = status});
  job_.reset();
  self_->quit();
}

} // namespace mw
