// The name of an actor.
#pragma once

#include <caf/actor_control_block.hpp>
#include <caf/monitorable_actor.hpp>

namespace mw::runtime {

/// The name of an actor: every actor of CAF is a monitorable one.
inline const char* name_of(const caf::strong_actor_ptr& actor) {
  return static_cast<const caf::monitorable_actor*>(actor->get())->name(); // NOLINT: see above
}

} // namespace mw::runtime
