// A session, the worker link that it keeps from one command to the next: see session.hpp.
#include "actors/session.hpp"
#include "messages/merge_order.hpp"

namespace mw {

namespace {

/// The pool finds out which worker is meant, and knows commands that are for several.
bool is_leasable(const target& where, const run_command& command) {
  auto is_worker = where.form == target::kind::relative || where.form == target::kind::pid;
  return is_worker && !command.two_way && !may_be_merge(command.text);
}

} // namespace

/// To the link that the session keeps, or to the pool.
void session_state::send_command(const target& where, run_command command) {
  if (!is_leasable(where, command))
    return self_->send(environment_.pool, where, std::move(command), reply_sink_actor{self_});
  command.keep_runner = goes_where_the_last_went(where);
  command.by_number = where.form == target::kind::relative;
  if (lease_->link)
    run_on_lease();
  auto sink = reply_sink_actor{self_};
  if (running_->on_lease)
    self_->send(lease_->link, where, std::move(command), std::move(sink));
  else
    self_->send(environment_.pool, where, std::move(command), std::move(sink));
}

/// One that comes alone keeps nothing.
bool session_state::goes_where_the_last_went(const target& where) {
  auto now = self_->clock().now();
  auto again = lease_ && lease_->where == where && now - lease_->used < lease_time;
  if (!again) {
    release_lease();
    lease_ = std::make_unique<lease>(lease{.where = where});
  }
  lease_->used = now;
  return again;
}

void session_state::run_on_lease() {
  running_->on_lease = true;
  running_->runner = lease_->link;
  running_->process = lease_->process;
  running_->reload_failed = lease_->reload_failed;
  if (running_->where == default_target_)
    remember_default(lease_->process);
}

/// If the link has handed the command on to the pool, it is not the session's any more.
void session_state::renew_lease(const runner_lease& answer) {
  if (!lease_)
    return;
  if (running_->on_lease)
    lease_->link = nullptr;
  running_->on_lease = false;
  if (!answer.kept)
    return;
  lease_->link = answer.kept;
  lease_->process = answer.process;
  lease_->reload_failed = answer.reload_failed;
}

void session_state::release_lease() {
  if (lease_ && lease_->link)
    self_->send(lease_->link, lease_released{}, reply_sink_actor{self_});
  lease_.reset();
}

} // namespace mw
