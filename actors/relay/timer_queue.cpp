// Deadlines by time: see timer_queue.hpp.
#include "actors/relay/timer_queue.hpp"

#include <utility>

namespace mw::relay {

void timer_queue::plan() {
  if (waiting_.empty() || waiting_.begin()->first >= planned_)
    return;
  planned_ = waiting_.begin()->first;
  timer_.expires_after(planned_ + grain - time_.now());
  timer_.async_wait([this](const asio::error_code& error) {
    if (!error)
      ring();
  });
}

/// Comes to an end, as deadlines that are set meanwhile are later than now.
void timer_queue::ring() {
  planned_ = clock::time_point::min(); // no plan is made in the middle
  auto now = time_.refresh();
  while (!waiting_.empty() && waiting_.begin()->first <= now) {
    auto& due = *waiting_.begin()->second;
    if (due.deadline_ > now) {
      due.move_to(due.deadline_);
      continue;
    }
    waiting_.erase(due.place_);
    due.place_ = waiting_.end();
    due.deadline_ = clock::time_point::max();
    due.deadline_passed(now);
  }
  planned_ = clock::time_point::max();
  plan();
}

timed::~timed() {
  if (queued())
    queue_.waiting_.erase(place_);
}

/// Moves the node along, so that nothing is allocated.
void timed::move_to(clock::time_point when) {
  auto node = queue_.waiting_.extract(place_);
  node.key() = when;
  place_ = queue_.waiting_.insert(std::move(node));
}

void timed::set_deadline(clock::time_point when) {
  deadline_ = when;
  if (queued() ? when >= place_->first : when == clock::time_point::max())
    return;
  if (queued())
    move_to(when);
  else
    place_ = queue_.waiting_.emplace(when, this);
  queue_.plan();
}

} // namespace mw::relay
