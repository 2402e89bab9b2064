// Commands to HAProxy that cannot wait, or are not wanted any more: see haproxy_cli.hpp.
#include "actors/runners/haproxy_cli.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace mw {

/// Passes credit to the answer under way: those behind it have not begun.
void haproxy_cli_state::credit(const reply_credit& more) {
  if (written_ == 0 || !jobs_.front().answer.is_for(more.id))
    return;
  auto& answer = jobs_.front().answer;
  answer.credit(more.bytes);
  if (!answer.is_full())
    connection_->resume();
}

/// The answer will come, to nobody.
void haproxy_cli_state::cancel(const cancel_command& which) {
  auto found = std::ranges::find_if(jobs_, [&](auto& one) { return one.answer.is_for(which.id); });
  if (found != jobs_.end())
    give_up(*found);
}

void haproxy_cli_state::give_up(job& which) {
  which.answer.cancel();
  if (alone_)
    drop_first();
  else if (connection_)
    connection_->resume();
}

void haproxy_cli_state::check() {
  check_due_ = false;
  if (jobs_.empty() || alone_)
    return;
  if (written_ > 0 && !answered_)
    return let_first_go_alone();
  remind();
}

void haproxy_cli_state::remind() {
  if (std::exchange(check_due_, true))
    return;
  answered_ = false;
  auto nobody = trace::scope{trace::context{}}; // it is about all questions
  self_->after(short_wait, [this] { check(); });
}

/// The others are given to the router; what HAProxy answers to them is not wanted any more.
void haproxy_cli_state::let_first_go_alone() {
  alone_ = true;
  unwanted_ = written_ > 1;
  auto behind = std::move(jobs_);
  jobs_.push_back(std::move(behind.front()));
  behind.pop_front();
  written_ = 1;
  for (auto& one : behind)
    hand_on(std::move(one));
  const auto& first = jobs_.front();
  slow_.add(first.command.text, now());
  if (first.answer.is_wanted())
    self_->monitor(first.answer.sink());
  else
    drop_first();
}

void haproxy_cli_state::drop_first() {
  jobs_.pop_front();
  close();
  end_if_unused();
}

/// The router answers to the session, which keeps what that says instead of this.
void haproxy_cli_state::hand_on(job&& asked) {
  if (!asked.answer.is_wanted())
    return;
  auto cause = trace::scope{asked.cause};
  auto sink = asked.answer.sink();
  forget(sink);
  auto route =
      command_route{asked.where, asked.leased, !recalled_ && asked.command.level == level_};
  caf::send_as(caf::actor_cast<caf::actor>(sink), router_, std::move(route),
               std::move(asked.command), sink);
}

/// Over this connection nothing can be asked any more.
void haproxy_cli_state::hand_on_all() {
  close();
  for (auto& one : std::exchange(jobs_, {}))
    hand_on(std::move(one));
  end_if_unused();
}

void haproxy_cli_state::forget(const reply_sink_actor& keeper) {
  if (keepers_.erase(keeper.address()) > 0)
    self_->demonitor(keeper.address());
}

void haproxy_cli_state::end_if_unused() {
  if (recalled_ && keepers_.empty() && jobs_.empty() && ends_asked_ == 0)
    self_->quit();
}

void haproxy_cli_state::gone(const caf::actor_addr& who) {
  if (router_ && who == router_.address())
    return self_->quit();
  keepers_.erase(who);
  auto found = std::ranges::find_if(
      jobs_, [&](const job& one) { return one.answer.sink().address() == who; });
  if (found != jobs_.end() && (alone_ || is_only_way()))
    give_up(*found);
  end_if_unused();
}

} // namespace mw
