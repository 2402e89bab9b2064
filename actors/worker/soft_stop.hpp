// The orderly end: what was begun is finished first.
#pragma once

#include <functional>
#include <utility>

namespace mw::worker {

/// Knows whether the process is asked to end, and who still has something to finish. One thread.
class soft_stop {
public:
  /// Keeps the process alive while it exists. The soft_stop must outlive it.
  class hold {
  public:
    explicit hold(soft_stop& stop) : stop_(&stop) { ++stop.holds_; }

    hold(hold&& other) noexcept : stop_(std::exchange(other.stop_, nullptr)) {}

    hold& operator=(hold&&) = delete;

    ~hold() {
      if (stop_ != nullptr)
        stop_->release();
    }

  private:
    soft_stop* stop_;
  };

  /// What to do when the end is asked for and nothing is held any more; an empty one: nothing.
  void when_finished(std::function<void()> finished) { finished_ = std::move(finished); }

  void request() {
    requested_ = true;
    finish();
  }

  bool requested() const { return requested_; }

private:
  void release() {
    --holds_;
    finish();
  }

  void finish() {
    if (requested_ && holds_ == 0 && finished_)
      finished_();
  }

  std::function<void()> finished_;
  int holds_ = 0;
  bool requested_ = false;
};

} // namespace mw::worker
