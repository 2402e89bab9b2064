// A two-way session with a worker: see worker_console.hpp.
#include "actors/runners/worker_console.hpp"

#include "actors/reply/command_runner.hpp"
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
      channel_(self, {.bytes = [this](std::string_view bytes) { on_bytes(bytes); },
                      .ended = [this](std::error_code) { on_closed(); }}) {
  self_->set_down_handler([this](caf::down_msg&) { self_->quit(); }); // the session has ended
}

listening_runner_actor::behavior_type worker_console_state::make_behavior() {
  return runner_behavior(this);
}

void worker_console_state::run(run_command command, reply_sink_actor sink) {
  command_ = std::move(command);
  answer_ = reply_stream{self_, command_.id, std::move(sink)};
  self_->monitor(answer_.sink());
  self_->request(proxy_, channel_time_limit, open_channel{false})
      .then([this](const channel_opened& answer) { opened(answer); },
            [this](const caf::error& error) { end(why_no_channel(process_, error)); });
}

void worker_console_state::input(const command_input& more) {
  if (!answer_.is_for(more.id))
    return;
  look_for_quit(more.bytes);
  input_ended_ |= more.last;
  if (!channel_.is_open()) {
    early_input_ += more.bytes;
    return;
  }
  channel_.write(more.bytes);
  if (more.last)
    channel_.write_end();
}

/// Remembers a `quit`: more input behind it, before the worker has closed, does not undo it.
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
  if (!answer_.is_for(more.id))
    return;
  answer_.credit(more.bytes);
  if (!answer_.is_full())
    channel_.resume();
}

void worker_console_state::cancel(const cancel_command& which) {
  if (answer_.is_for(which.id))
    self_->quit();
}

void worker_console_state::opened(const channel_opened& answer) {
  if (!answer_.is_wanted())
    return;
  channel_.open(net::unique_fd{answer.end.take()});
  auto interactive = command_.text.empty();
  channel_.write(interactive ? console_greeting(command_) : worker_text(command_) + "\n");
  channel_.write(early_input_);
  if (input_ended_)
    channel_.write_end();
}

void worker_console_state::on_bytes(std::string_view bytes) {
  tail_.add(bytes);
  answer_.write(std::string{bytes});
  if (answer_.is_full())
    channel_.pause();
}

void worker_console_state::on_closed() {
  channel_.close();
  if (!answer_.is_wanted())
    return;
  if (ends_as_it_should())
    return end({});
  ask_for_end(self_, proxy_, process_, [this](end_of_process answer) {
    auto single_line = !command_.text.empty();
    end(single_line && !answer.ended ? std::string{} : std::move(answer.text));
  });
}

// A worker that dies and one that is done look the same: by the end of the answer they are told
// apart without a delay.
bool worker_console_state::ends_as_it_should() const {
  if (command_.text.empty())
    return input_ended_ || quit_said_;
  return tail_.is_whole();
}

void worker_console_state::end(std::string error) {
  answer_.end(std::move(error));
  self_->quit();
}

} // namespace mw
