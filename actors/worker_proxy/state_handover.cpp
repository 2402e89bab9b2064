// From the old worker's CLI to the new process: see state_handover.hpp.
#include "actors/worker_proxy/state_handover.hpp"

#include "messages/processes/process.hpp"
#include "messages/protocols/worker_proxy.hpp"

#include <fmt/format.h>

#include <utility>

namespace mw {

namespace {

constexpr std::string_view states_command = "show servers state;show servers addr";

tl::unexpected<std::string> no_states(std::string why) {
  return tl::unexpected(std::move(why));
}

} // namespace

state_handover::state_handover(runtime::host<worker_proxy_actor>* self,
                               std::function<void(answer)> done)
    : self_(self),
      done_(std::move(done)),
      channel_(self, {.bytes = [this](std::string_view bytes) { got(bytes); },
                      .ended =
                          [this](std::error_code) {
                            finish(no_states("it has closed the connection"));
                          }}) {}

void state_handover::ask(const worker_proxy_actor& predecessor) {
  self_->request(predecessor, states_time_limit, open_channel{.framed = true})
      .then([this](const channel_opened& news) { opened(news); },
            [this](const caf::error& error) {
              if (error != caf::sec::request_timeout) // overdue() says so
                finish(no_states("it cannot be asked"));
            });
  self_->after(states_time_limit, [this] { overdue(); });
}

void state_handover::opened(const channel_opened& news) {
  if (!done_)
    return; // too late: the box closes it
  channel_.open(net::unique_fd{news.end.take()});
  auto message = std::string{};
  net::append_frames(message, states_command);
  net::append_end_of_message(message);
  channel_.write(message);
}

void state_handover::got(std::string_view bytes) {
  using event = net::frame_parser::event;
  auto piece = std::string_view{};
  for (auto next = frames_.next(bytes, piece); next != event::need_more;
       next = frames_.next(bytes, piece)) {
    if (next == event::bytes)
      text_ += piece;
    if (next == event::too_long || text_.size() > most_states)
      return finish(no_states(fmt::format("its answer has more than {} bytes", most_states)));
    if (next == event::end)
      return finish(std::move(text_));
  }
}

void state_handover::overdue() {
  auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(states_time_limit);
  finish(no_states(fmt::format("it has not answered within {}", short_time_text(limit.count()))));
}

void state_handover::finish(answer result) {
  channel_.close();
  if (auto done = std::exchange(done_, nullptr))
    done(std::move(result));
}

} // namespace mw
