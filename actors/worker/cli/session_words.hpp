// The commands of a worker's CLI that concern the session itself.
#pragma once

#include "actors/worker/base/call.hpp"

namespace mw::worker {

void prompt(const call& c);
void quit(const call& c);

/// `operator`, `user`: to that level, and no modes are left. Whether it is a lower one is the
/// table's business.
template <access_level Level>
void lower_level(const call& c) {
  c.state.level = Level;
  c.state.modes = without_rights(c.state.modes);
}

/// `expert-mode` and the like; without an argument it tells whether the mode is on.
void switch_mode(const call& c);

/// `set timeout cli`.
void set_timeout(const call& c);

/// `set severity-output`.
void set_severity(const call& c);

} // namespace mw::worker
