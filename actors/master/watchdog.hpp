// The watchdog: asks every component whether it lives, and says so if all do.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <chrono>
#include <functional>
#include <vector>

namespace mw {

struct watched_components {
  master_actor master; ///< answers for the worker proxies too
  route_news_actor route_news;
  program_keeper_actor programs;
  std::vector<listener_actor> listeners;
};

/// A loop that turns is not a program that works: only answers of all components count.
class watchdog_state {
public:
  using handle = watchdog_actor;
  static constexpr const char* name = "watchdog";

  /// Asks all once in each period, and calls `on_alive` when all have answered within it. For
  /// systemd the period is half of its own.
  watchdog_state(runtime::host<handle>* self, watched_components watched,
                 std::chrono::microseconds period, std::function<void()> on_alive);

  handle::behavior_type make_behavior();

  void begin() { begin_round(); }

private:
  void begin_round();

  size_t asked() const { return 3 + watched_.listeners.size(); }
  template <class Actor>
  void ask(const Actor& component);
  void answered(uint64_t round);

  runtime::host<handle>* self_;
  watched_components watched_;
  std::chrono::microseconds period_;
  std::function<void()> on_alive_;
  uint64_t round_ = 0;
  size_t missing_ = 0; ///< answers of this round
};

} // namespace mw
