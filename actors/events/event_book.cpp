// The event book: see event_book.hpp.
#include "actors/events/event_book.hpp"

#include <algorithm>
#include <iterator>

namespace mw {

namespace {

bool is_of_session(const lifecycle_event& event) {
  using kind = lifecycle_event::kind;
  return event.what == kind::session_opened || event.what == kind::session_closed;
}

} // namespace

event_book_actor::behavior_type event_book_state::make_behavior() {
  return {
      [this](const lifecycle_events& news) { take(news); },
      [this](const commands_done& news) { sums_.commands += news.count; },
      [this](const ask_events&) { return history(); },
      [this](const watch_events&, const event_watcher_actor& watcher) { return watch(watcher); },
  };
}

void event_book_state::begin() {
  self_->set_down_handler([this](caf::down_msg& gone) { watchers_.erase(gone.source); });
}

void event_book_state::take(const lifecycle_events& news) {
  for (const auto& event : news.all) {
    ++sums_.counts.at(static_cast<size_t>(event.what));
    auto& ring = is_of_session(event) ? of_sessions_ : of_workers_;
    ring.push_back(event);
    if (ring.size() > most_kept_events)
      ring.pop_front();
  }
  for (const auto& [address, watcher] : watchers_)
    self_->send(watcher, news);
}

event_history event_book_state::history() const {
  auto all = sums_;
  all.last.reserve(of_workers_.size() + of_sessions_.size());
  std::merge(of_workers_.begin(), of_workers_.end(), of_sessions_.begin(), of_sessions_.end(),
             std::back_inserter(all.last),
             [](const lifecycle_event& a, const lifecycle_event& b) { return a.at < b.at; });
  return all;
}

event_history event_book_state::watch(const event_watcher_actor& watcher) {
  self_->monitor(watcher);
  watchers_.emplace(watcher.address(), watcher);
  return history();
}

} // namespace mw
