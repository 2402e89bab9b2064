// A client's connection: see client_stream.hpp.
#include "actors/session/client_stream.hpp"

#include "actors/log/log.hpp"

namespace mw {

namespace {

constexpr int most_reads_at_the_end = 16;

} // namespace

client_stream::client_stream(runtime::pinned_actor* self, net::connection client,
                             const std::string& peer, handlers on)
    : self_(self),
      peer_(peer),
      on_(std::move(on)),
      stream_(self, {.bytes = [this](std::string_view bytes) { on_bytes(bytes); },
                     .ended = [this](std::error_code) { on_end(); },
                     .drained = [this] { on_.drained(); },
                     .stalled = [this] { on_.stalled(); },
                     .broken = [this] { lose(); }}) {
  stream_.pause();
  stream_.open(std::move(client));
}

client_stream::~client_stream() {
  if (read_all_ && !stream_.is_secured())
    return;
  stream_.shutdown_write();
  stream_.read_away(most_reads_at_the_end);
}

void client_stream::watch_hang_up() {
  if (!std::exchange(watching_, true))
    stream_.when_hung_up([this] { lose(); });
}

void client_stream::print(std::string_view text) {
  if (!gone_)
    stream_.append(text);
  if (!text.empty())
    at_line_begin_ = text.back() == '\n';
}

void client_stream::flush() {
  if (unsent() > 0 && !stream_.flush())
    lose();
}

void client_stream::flush_soon() {
  if (std::exchange(flush_posted_, true))
    return;
  self_->unit().defer(self_->bind([this] {
    flush_posted_ = false;
    flush();
    if (unsent() == 0)
      on_.drained();
  }));
}

/// Further ones are asked for by read().
void client_stream::on_bytes(std::string_view bytes) {
  stream_.pause();
  on_.bytes(bytes);
}

void client_stream::on_end() {
  if (!stream_.failure().empty()) {
    log::warning("CLI {}: the connection is closed: TLS: {}", peer_, stream_.failure());
    return lose();
  }
  read_all_ = true;
  on_.input_ended();
}

void client_stream::lose() {
  stream_.drop_unsent();
  if (!std::exchange(gone_, true))
    on_.gone();
}

} // namespace mw
