// What a session leases: see lease_holder.hpp.
#include "actors/session/lease_holder.hpp"

#include "messages/cli/commands.hpp"

namespace mw {

namespace {

/// What runs in one process, and needs nothing from the client. The router finds out which process
/// is meant by a group, and starts what is for several, or waits for the client.
bool is_leasable(const target& where, const run_command& command) {
  if (where.is_group() || command.two_way)
    return false;
  const auto& entry = where.form == target::kind::master ? command_for_master(command.text)
                                                         : command_for_worker(command.text);
  return entry.place != command_place::router && !entry.live;
}

} // namespace

command_route lease_holder::route_to(const target& where, const run_command& command,
                                     time_point now) {
  auto route = command_route{.where = where};
  if (is_leasable(where, command))
    route.wants_lease = where.form == target::kind::master || follows_the_last(where, now);
  return route;
}

const runner_lease* lease_holder::lease_for(const command_route& route) const {
  if (!route.wants_lease)
    return nullptr;
  const auto* known = route.where.form == target::kind::master ? applet_.get() : &link_->given;
  return known != nullptr && known->leased ? known : nullptr;
}

/// A command that comes alone leases nothing.
bool lease_holder::follows_the_last(const target& where, time_point now) {
  auto again = link_ && link_->where == where && now - link_->used < lease_time;
  if (!again) {
    release();
    link_ = std::make_unique<link_lease>(link_lease{.where = where});
  }
  link_->used = now;
  return again;
}

void lease_holder::renew(const target& where, const runner_lease& answer, bool again) {
  if (where.form == target::kind::master)
    applet_ = std::make_unique<runner_lease>(answer);
  else if (link_ && (again || answer.leased))
    link_->given = answer;
}

void lease_holder::release() {
  if (link_ && link_->given.leased)
    self_->send(link_->given.leased, lease_released{}, reply_sink_actor{self_});
  link_.reset();
}

std::optional<lease_holder::time_point> lease_holder::due() const {
  if (!link_)
    return std::nullopt;
  return link_->used + lease_time;
}

} // namespace mw
