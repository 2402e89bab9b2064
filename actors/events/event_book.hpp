// The event book: keeps the last events, counts all, and tells who watches.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <deque>
#include <map>

namespace mw {

/// The number of events that are kept of workers and reloads, and again of sessions: clients that
/// come and go must not push out the rest.
inline constexpr auto most_kept_events = size_t{1000};

class event_book_state {
public:
  using handle = event_book_actor;
  static constexpr const char* name = "events";

  explicit event_book_state(runtime::host<handle>* self) : self_(self) {}

  handle::behavior_type make_behavior();

  void begin();

private:
  void take(const lifecycle_events& news);
  event_history history() const;
  event_history watch(const event_watcher_actor& watcher);

  runtime::host<handle>* self_;
  std::deque<lifecycle_event> of_workers_;
  std::deque<lifecycle_event> of_sessions_;
  event_history sums_; ///< its events are in the two before
  std::map<caf::actor_addr, event_watcher_actor> watchers_;
};

} // namespace mw
