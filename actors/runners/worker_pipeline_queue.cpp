// A pipeline's questions that cannot wait, or are not wanted any more: see worker_pipeline.hpp.
#include "actors/runners/worker_pipeline.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace mw {

namespace {

constexpr size_t most_slow = 256;

} // namespace

void worker_pipeline_state::credit(const reply_credit& more) {
  if (alone_ && questions_.front().command.id == more.id)
    session_->credit(self_, more.bytes);
}

void worker_pipeline_state::cancel(const cancel_command& which) {
  auto found = std::ranges::find(questions_, which.id, [](const auto& x) { return x.command.id; });
  if (found == questions_.end())
    return;
  found->sink = nullptr; // the answer will come, to nobody
  if (alone_)
    drop_first();
}

void worker_pipeline_state::release(const reply_sink_actor& by) {
  forget(by);
  end_if_unused();
}

/// The process may be leaving: what is open to it would be work that it waits for.
void worker_pipeline_state::recall() {
  recalled_ = true;
  if (questions_.empty())
    close();
  end_if_unused();
}

void worker_pipeline_state::check() {
  check_due_ = false;
  if (questions_.empty() || alone_)
    return;
  if (written_ > 0 && !answered_)
    return let_first_go_alone();
  remind();
}

void worker_pipeline_state::remind() {
  if (std::exchange(check_due_, true))
    return;
  answered_ = false;
  auto nobody = trace::scope{trace::context{}}; // it is about all questions
  self_->delayed_send(self_, short_wait, check_pipeline{});
}

/// The others are given to the router; what HAProxy answers to them is not wanted any more.
void worker_pipeline_state::let_first_go_alone() {
  alone_ = true;
  unwanted_ = written_ > 1;
  auto behind = std::move(questions_);
  questions_.push_back(std::move(behind.front()));
  behind.pop_front();
  written_ = 1;
  for (auto& one : behind)
    hand_on(std::move(one));
  const auto& first = questions_.front();
  if (slow_.size() == most_slow)
    slow_.clear();
  slow_[first.command.text] = self_->clock().now() + slow_time;
  if (first.sink)
    self_->monitor(first.sink);
  else
    drop_first();
}

void worker_pipeline_state::drop_first() {
  questions_.pop_front();
  close();
  end_if_unused();
}

bool worker_pipeline_state::needs_own_connection(const std::string& text) {
  auto found = slow_.empty() ? slow_.end() : slow_.find(text);
  if (found == slow_.end())
    return false;
  auto is_over = found->second <= self_->clock().now();
  if (is_over)
    slow_.erase(found);
  return !is_over;
}

/// The router answers to the session, which keeps what that says instead of this.
void worker_pipeline_state::hand_on(question&& asked) {
  if (!asked.sink)
    return;
  auto cause = trace::scope{asked.cause};
  forget(asked.sink);
  auto route =
      command_route{asked.where, asked.leased, !recalled_ && asked.command.level == level_};
  caf::send_as(caf::actor_cast<caf::actor>(asked.sink), router_, std::move(route),
               std::move(asked.command), asked.sink);
}

/// Over this connection nothing can be asked any more.
void worker_pipeline_state::hand_on_all() {
  close();
  for (auto& one : std::exchange(questions_, {}))
    hand_on(std::move(one));
  end_if_unused();
}

void worker_pipeline_state::forget(const reply_sink_actor& keeper) {
  if (keepers_.erase(keeper.address()) > 0)
    self_->demonitor(keeper.address());
}

void worker_pipeline_state::end_if_unused() {
  if (recalled_ && keepers_.empty() && questions_.empty() && ends_asked_ == 0)
    self_->quit();
}

void worker_pipeline_state::gone(const caf::actor_addr& who) {
  if (who == router_.address())
    return self_->quit();
  keepers_.erase(who);
  if (alone_ && questions_.front().sink.address() == who)
    drop_first();
  end_if_unused();
}

} // namespace mw
