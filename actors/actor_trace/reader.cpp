// A trace reader: see reader.hpp.
#include "actors/actor_trace/reader.hpp"

#include "messages/cli/words.hpp"

#include <asio/post.hpp>

#include <algorithm>

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
  return {
      [this](run_command& command, const reply_sink_actor& sink) { run(command, sink); },
      [this](const command_input&) { input(); },
      [this](const reply_credit& more) {
        window_ += more.bytes;
        look();
      },
      [this](const cancel_command&) { self_->quit(); },
  };
}

void trace_reader_state::run(run_command& command, const reply_sink_actor& sink) {
  self_->monitor(sink);
  job_ = job{command.id, sink, nullptr};
  auto words = split_words(command.text);
  auto source = words ? make_trace_source(*words) : tl::unexpected(words.error());
  if (!source)
    return finish(with_severity(command.modes.severity, cli_severity::error, source.error()) + "\n",
                  end_status::failed);
  job_->source = std::move(*source);
  look();
}

/// Ends a live trace: the client has pressed Enter.
void trace_reader_state::input() {
  if (job_ && job_->source && job_->source->is_live())
    finish("\n");
}

void trace_reader_state::look() {
  if (!job_ || !job_->source || looking_)
    return;
  auto live = job_->source->is_live();
  if (!live && window_ < piece)
    return; // until the client has read some of it
  auto text = std::string{};
  auto state = job_->source->next(text, live ? window_ : piece);
  window_ -= std::min(window_, text.size());
  if (state == trace_source::state::over)
    return finish(std::move(text) + "\n");
  if (!text.empty())
    self_->send(job_->sink, reply_chunk{job_->id, std::move(text)});
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
  if (!job_)
    return;
  self_->send(job_->sink, reply_chunk{job_->id, std::move(text)});
  self_->send(job_->sink, reply_end{.id = job_->id, .status = status});
  job_.reset();
  self_->quit();
}

} // namespace mw
