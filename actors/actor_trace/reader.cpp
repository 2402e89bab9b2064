// A trace reader: see reader.hpp.
#include "actors/actor_trace/reader.hpp"

#include "actors/reply/command_runner.hpp"
#include "messages/cli/words.hpp"

#include <asio/post.hpp>

namespace mw {

namespace {

// The most bytes of one message to the session.
constexpr size_t piece = 32 * 1024;

} // namespace

trace_reader_state::trace_reader_state(runtime::host<handle>* self)
    : self_(self), timer_(self->io()) {
  self_->set_down_handler([this](caf::down_msg&) { self_->quit(); }); // nobody reads any more
}

listening_runner_actor::behavior_type trace_reader_state::make_behavior() {
  return runner_behavior(this);
}

void trace_reader_state::run(run_command command, reply_sink_actor sink) {
  answer_ = reply_stream{self_, command.id, std::move(sink)};
  self_->monitor(answer_.sink());
  auto words = split_words(command.text);
  auto source = words ? make_trace_source(*words) : tl::unexpected(words.error());
  if (!source)
    return finish(with_severity(command.modes.severity, cli_severity::error, source.error()) + "\n",
                  end_status::failed);
  source_ = std::move(*source);
  look();
}

/// Ends a live trace: the client has pressed Enter.
void trace_reader_state::input(const command_input&) {
  if (source_ && source_->is_live())
    finish("\n");
}

void trace_reader_state::credit(const reply_credit& more) {
  answer_.credit(more.bytes);
  look();
}

void trace_reader_state::cancel(const cancel_command&) {
  self_->quit();
}

void trace_reader_state::look() {
  if (!source_ || looking_)
    return;
  auto live = source_->is_live();
  if (!live && answer_.room() < piece)
    return; // until the client has read some of it
  auto text = std::string{};
  auto state = source_->next(text, live ? answer_.room() : piece);
  if (state == trace_source::state::over)
    return finish(std::move(text) + "\n");
  answer_.write(std::move(text));
  state == trace_source::state::more ? look_again() : look_later();
}

/// Goes on behind the messages that have come meanwhile.
void trace_reader_state::look_again() {
  looking_ = true;
  asio::post(self_->io(), self_->bind([this] {
    looking_ = false;
    look();
  }));
}

void trace_reader_state::look_later() {
  looking_ = true;
  timer_.expires_after(trace_look_period);
  timer_.async_wait(self_->bind([this](asio::error_code error) {
    looking_ = false;
    if (!error)
      look();
  }));
}

void trace_reader_state::finish(std::string text, end_status status) {
  answer_.write(std::move(text));
  answer_.end({}, {}, status);
  source_.reset();
  self_->quit();
}

} // namespace mw
