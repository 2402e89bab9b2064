// A session, what may not take longer: see session.hpp.
#include "actors/session.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw {

void session_state::on_client_gone() {
  gone_since_ = self_->clock().now();
  watch_deadlines();
}

void session_state::check_deadlines() {
  check_at_.reset();
  auto now = self_->clock().now();
  if (gone_since_ && now >= *gone_since_ + gone_client_time_limit)
    return self_->quit();
  auto stalled = client_.stalled_since();
  if (stalled && now >= *stalled + stalled_output_time_limit)
    return self_->quit();
  if (running_ && now >= running_->since + watch_client_after)
    client_.watch_hang_up(self_);
  if (running_ && !running_->two_way && now >= running_->since + command_time_limit)
    give_up_command();
  watch_deadlines();
}

void session_state::give_up_command() {
  if (running_->runner)
    self_->send(running_->runner, cancel_command{running_->id});
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(command_time_limit).count();
  auto who = running_->process.relative == 0 ? "the master" : to_string(running_->process);
  ended({running_->id, fmt::format("{} has not answered within {}s", who, seconds)});
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
  if (running_ && !running_->two_way)
    add(running_->since + command_time_limit);
  return next;
}

/// One reminder is under way at the most, unless a nearer one is needed: a session costs no timer
/// for each command.
void session_state::watch_deadlines() {
  auto due = next_deadline();
  if (!due || (check_at_ && *check_at_ <= *due))
    return;
  check_at_ = due;
  auto delay = std::max(*due - self_->clock().now(), time_point::duration{0});
  self_->delayed_send(self_, delay, check_deadline{});
}

} // namespace mw
