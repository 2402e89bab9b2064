// The runners that a session leases, so that a command that follows another goes there at once.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <optional>

namespace mw {

/// A session whose commands for one worker come faster than that one behind the other leases the
/// link to it.
inline constexpr auto lease_time = std::chrono::seconds{1};

/// A member of a session. To lease the applet costs nobody anything; a worker's link is no other
/// session's meanwhile, so that it is leased from the second command in a row on, and one at a
/// time.
class lease_holder {
public:
  using time_point = caf::actor_clock::time_point;

  explicit lease_holder(runtime::host<session_actor>* self) : self_(self) {}

  lease_holder(const lease_holder&) = delete;
  lease_holder& operator=(const lease_holder&) = delete;

  /// Says how a command for this target is to find its runner, if nobody is leased for it. It
  /// begins now.
  command_route route_to(const target& where, const run_command& command, time_point now);

  /// Answers the lease by which a command goes to its runner; null: the router is asked.
  const runner_lease* lease_for(const command_route& route) const;

  /// The router has said who runs a command. `again`: it had a runner, which has handed it on, so
  /// that this is not leased any more.
  void renew(const target& where, const runner_lease& answer, bool again);

  /// Gives a worker's link back.
  void release();

  /// When the link is given back, unless a command comes before that.
  std::optional<time_point> due() const;

private:
  struct link_lease {
    target where;
    time_point used = {};    ///< when the last command began
    runner_lease given = {}; ///< `leased` in it is null: there is no link to follow that command to
  };

  bool follows_the_last(const target& where, time_point now);

  runtime::host<session_actor>* self_;
  std::unique_ptr<link_lease> link_;     ///< null: the next command for a worker asks the router
  std::unique_ptr<runner_lease> applet_; ///< null: the next command for the master does
};

} // namespace mw
