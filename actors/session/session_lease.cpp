// A session, the runners that it keeps from one command to the next: see session.hpp.
#include "actors/session/session.hpp"
#include "messages/numbers/merge_order.hpp"

#include <utility>

namespace mw {

namespace {

/// The router finds out which process is meant, and knows commands that are for several.
bool is_leasable(const target& where, const run_command& command) {
  return !where.is_group() && !command.two_way && !may_be_merge(command.text);
}

} // namespace

/// To the runner that the session keeps, or to the router.
void session_state::send_command(const target& where, run_command command) {
  const auto* held = lease_for(where, command);
  if (held == nullptr || !held->kept)
    return self_->send(environment_.router, where, std::move(command), reply_sink_actor{self_});
  take_runner(*held);
  command.lease_epoch = held->lease_epoch;
  command.by_number = where.form == target::kind::relative;
  self_->send(held->kept, where, std::move(command), reply_sink_actor{self_});
}

/// Null: there is none. To keep the applet costs nobody anything; a worker's link is another's
/// meanwhile.
const runner_lease* session_state::lease_for(const target& where, run_command& command) {
  if (!is_leasable(where, command))
    return nullptr;
  command.keep_runner = where.form == target::kind::master || goes_where_the_last_went(where);
  return where.form == target::kind::master ? applet_lease_.get() : &lease_->given;
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

/// If there was a runner already, that has handed the command on to the router: it is not the
/// session's any more.
void session_state::renew_lease(const runner_lease& answer) {
  if (running_->where.form == target::kind::master)
    applet_lease_ = std::make_unique<runner_lease>(answer);
  else if (lease_ && (running_->runner || answer.kept))
    lease_->given = answer;
}

/// Of a worker's link.
void session_state::release_lease() {
  if (lease_ && lease_->given.kept)
    self_->send(lease_->given.kept, lease_released{}, reply_sink_actor{self_});
  lease_.reset();
}

} // namespace mw
