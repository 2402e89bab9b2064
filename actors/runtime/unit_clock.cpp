// The clock of one unit: see unit_clock.hpp.
#include "actors/runtime/unit_clock.hpp"

#include <algorithm>

namespace mw::runtime {

void unit_clock::schedule_message(time_point due, caf::strong_actor_ptr receiver,
                                  caf::mailbox_element_ptr message) {
  schedule_message(due, std::move(receiver), std::move(message), trace::here());
}

void unit_clock::schedule_message(time_point due, caf::strong_actor_ptr receiver,
                                  caf::mailbox_element_ptr message, const trace::context& why) {
  auto id = receiver->id();
  auto entry = delayed_.emplace(due, delayed_message{std::move(receiver), std::move(message), why});
  receivers_.emplace(id, entry);
}

void unit_clock::drop(caf::actor_id actor) {
  auto [begin, end] = receivers_.equal_range(actor);
  for (auto entry = begin; entry != end; ++entry)
    delayed_.erase(entry->second);
  receivers_.erase(begin, end);
  auto entry = timeouts_cancellation{actor};
  handle(entry);
}

void unit_clock::drop_request(caf::actor_id actor, caf::message_id request) {
  auto entry = request_timeout_cancellation{actor, request};
  handle(entry);
}

void unit_clock::drop_ordinary(caf::actor_id actor, caf::atom_value type) {
  auto entry = ordinary_timeout_cancellation{actor, type};
  handle(entry);
}

unit_clock::time_point unit_clock::first_due() const {
  auto due = time_point::max();
  if (!schedule_.empty())
    due = schedule_.begin()->first;
  if (!delayed_.empty())
    due = std::min(due, delayed_.begin()->first);
  return due;
}

void unit_clock::arm() {
  auto due = first_due();
  if (due >= armed_)
    return; // the timer fires early enough; an early expiry only arms it again
  armed_ = due;
  timer_.expires_at(armed_);
  timer_.async_wait([this](asio::error_code error) {
    if (!error)
      expired();
  });
}

void unit_clock::expired() {
  armed_ = time_point::max();
  trigger_expired_timeouts();
  send_due();
  arm();
}

void unit_clock::send_due() {
  auto now_is = now();
  while (!delayed_.empty() && delayed_.begin()->first <= now_is) {
    auto first = delayed_.begin();
    auto due = delayed_message{first->second.receiver, std::move(first->second.message),
                               first->second.why};
    forget(first);
    auto cause = trace::scope{due.why};
    due.receiver->enqueue(std::move(due.message), nullptr);
  }
}

void unit_clock::forget(delayed_map::iterator entry) {
  auto [begin, end] = receivers_.equal_range(entry->second.receiver->id());
  receivers_.erase(std::find_if(begin, end, [&](const auto& one) { return one.second == entry; }));
  delayed_.erase(entry);
}

} // namespace mw::runtime
