// The orderly end: what was begun is finished first.
#pragma once

#include <functional>
#include <list>
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

  /// Calls a function when the end is asked for, unless this ends before. The soft_stop must
  /// outlive it.
  class notice {
  public:
    notice(soft_stop& stop, std::function<void()> asked)
        : stop_(stop), place_(stop.notices_.insert(stop.notices_.end(), std::move(asked))) {}

    notice(const notice&) = delete;
    notice& operator=(const notice&) = delete;

    ~notice() { stop_.notices_.erase(place_); }

  private:
    soft_stop& stop_;
    std::list<std::function<void()>>::iterator place_;
  };

  /// What to do when the end is asked for and nothing is held any more; an empty one: nothing.
  void when_finished(std::function<void()> finished) { finished_ = std::move(finished); }

  /// Who is notified may end itself, but nobody else.
  void request() {
    auto until_all_know = hold(*this);
    requested_ = true;
    for (auto next = notices_.begin(); next != notices_.end();) {
      auto asked = *next++;
      asked();
    }
  }

  bool requested() const { return requested_; }

  /// How many still have something to finish.
  unsigned holds() const { return holds_; }

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
  std::list<std::function<void()>> notices_;
  unsigned holds_ = 0;
  bool requested_ = false;
};

} // namespace mw::worker
