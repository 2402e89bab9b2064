// A session, what may not take longer: see session.hpp.
#include "actors/session/session.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw {

void session_state::on_client_gone() {
  gone_since_ = self_->clock().now();
  watch_deadlines();
}

void session_state::check_deadlines() {
  auto now = self_->clock().now();
  while (!checks_.empty() && checks_.back() <= now)
    checks_.pop_back();
  if (gone_since_ && now >= *gone_since_ + gone_client_time_limit)
    return self_->quit();
  auto stalled = client_.stalled_since();
  if (stalled && now >= *stalled + stalled_output_time_limit)
    return self_->quit();
  if (running_ && now >= running_->since + watch_client_after)
    client_.watch_hang_up();
  if (auto due = command_deadline(); due && now >= *due)
    give_up_command();
  if (auto due = idle_deadline(); due && now >= *due)
    return self_->quit();
  if (auto due = lease_deadline(); due && now >= *due)
    release_lease();
  watch_deadlines();
}

void session_state::give_up_command() {
  if (!running_->runner)
    return started(no_answer_of_router(running_->id));
  self_->send(running_->runner, cancel_command{running_->id});
  release_lease(); // whom it keeps may have handed the command on
  ended({running_->id, fmt::format("{} has not answered within {}", to_string(running_->process),
                                   short_time_text(time_limit_.count()))});
}

std::optional<session_state::time_point> session_state::command_deadline() const {
  if (running_ && !running_->runner)
    return running_->since + router_time_limit;
  auto limited = running_ && !running_->two_way && running_->process.relative != 0;
  if (!limited || time_limit_.count() == 0)
    return std::nullopt;
  return running_->since + time_limit_;
}

std::optional<session_state::time_point> session_state::idle_deadline() const {
  auto busy = running_ || selecting_ || closing_ || client_.unsent() > 0;
  if (busy || prompt_.mode == prompt_mode::kind::prompt)
    return std::nullopt;
  return last_input_ + idle_time_limit;
}

std::optional<session_state::time_point> session_state::lease_deadline() const {
  if (!lease_ || running_)
    return std::nullopt;
  return lease_->used + lease_time;
}

std::optional<session_state::time_point> session_state::next_deadline() const {
  auto next = std::optional<time_point>{};
  auto add = [&](time_point due) { next = next ? std::min(*next, due) : due; };
  if (gone_since_)
    add(*gone_since_ + gone_client_time_limit);
  if (auto stalled = client_.stalled_since())
    add(*stalled + stalled_output_time_limit);
  if (running_ && !client_.is_watched())
    add(running_->since + watch_client_after);
  if (auto due = command_deadline())
    add(*due);
  if (auto due = idle_deadline())
    add(*due);
  if (auto due = lease_deadline())
    add(*due);
  return next;
}

/// A new reminder only if none is under way that comes in time: a session costs no timer for each
/// command.
void session_state::watch_deadlines() {
  auto due = next_deadline();
  if (!due || (!checks_.empty() && checks_.back() <= *due))
    return;
  checks_.push_back(*due);
  auto delay = std::max(*due - self_->clock().now(), time_point::duration{0});
  self_->delayed_send(self_, delay, check_deadline{});
}

} // namespace mw
