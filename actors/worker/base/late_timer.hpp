// A timer that does not ring late.
#pragma once

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <utility>

namespace mw::worker {

/// Rings once, at the time that was set last. With a timer of asio alone a ring that is already on
/// its way comes in spite of a change.
class late_timer {
public:
  explicit late_timer(asio::io_context& io) : timer_(io) {}

  /// `ring` keeps the late_timer's owner alive.
  template <class F>
  void set(std::chrono::milliseconds after, F ring) {
    timer_.expires_after(after);
    timer_.async_wait(
        [this, ring = std::move(ring), shot = ++shots_](const asio::error_code& error) {
          if (!error && shot == shots_)
            ring();
        });
  }

  void clear() {
    ++shots_;
    timer_.cancel();
  }

private:
  asio::steady_timer timer_;
  unsigned shots_ = 0;
};

} // namespace mw::worker
