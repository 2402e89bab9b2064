// Is a component alive? One message that every component answers.
#pragma once

#include "messages/base/protocol.hpp"

namespace mw {

/// Answered at once by a component that handles its messages.
struct health_check {};

template <class Inspector>
auto inspect(Inspector& f, health_check&) {
  return inspect_fields(f, "health_check");
}

/// The answer.
struct alive {};

template <class Inspector>
auto inspect(Inspector& f, alive&) {
  return inspect_fields(f, "alive");
}

} // namespace mw
