// The orderly end: what was begun is finished first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <utility>

namespace mw::worker {

/// Knows whether the process is asked to end, and who still has something to finish. When nobody
/// has, there is a last call: who takes commands refuses new ones from that moment, and finishes
/// those that are there. Then the end may come. One thread.
class soft_stop {
public:
  /// Stages of a stop, in this order.
  enum class stage : uint8_t {
    asked,     ///< the end is asked for
    last_call, ///< nothing is held
  };

  /// Keeps the process alive while it exists. The soft_stop must outlive it. Its end may bring the
  /// last call, at once.
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

  /// Calls a function when a stage is reached, unless this ends before. The soft_stop must outlive
  /// it.
  class notice {
  public:
    notice(soft_stop& stop, stage when, std::function<void()> reached)
        : list_(stop.notices_[static_cast<size_t>(when)]),
          place_(list_.insert(list_.end(), std::move(reached))) {}

    notice(const notice&) = delete;
    notice& operator=(const notice&) = delete;

    ~notice() { list_.erase(place_); }

  private:
    std::list<std::function<void()>>& list_;
    std::list<std::function<void()>>::iterator place_;
  };

  /// Sets what to do when nothing is held after the last call, each time; an empty one: nothing,
  /// and there is no last call either.
  void when_finished(std::function<void()> finished) { finished_ = std::move(finished); }

  /// Asks for the end. To ask again changes nothing.
  void request() {
    if (!requested())
      reach(stage::asked);
  }

  bool requested() const { return reached_.has_value(); }

  bool last_called() const { return reached_ == stage::last_call; }

  /// How many still have something to finish.
  unsigned holds() const { return holds_; }

private:
  /// Notifies all of one stage. A notice may end itself, but no other one.
  void reach(stage next) {
    auto until_all_know = hold(*this);
    reached_ = next;
    auto& notices = notices_[static_cast<size_t>(next)];
    for (auto place = notices.begin(); place != notices.end();) {
      auto reached = *place++;
      reached();
    }
  }

  void release() {
    --holds_;
    if (holds_ > 0 || !requested() || !finished_)
      return;
    if (last_called())
      finished_();
    else
      reach(stage::last_call);
  }

  std::function<void()> finished_;
  std::array<std::list<std::function<void()>>, 2> notices_; ///< for each stage
  unsigned holds_ = 0;
  std::optional<stage> reached_;
};

} // namespace mw::worker
