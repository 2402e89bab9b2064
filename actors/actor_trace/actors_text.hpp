// The text of `show actors`.
#pragma once

#include "actors/recorder/actor_identity.hpp"

#include <string>
#include <vector>

namespace mw {

/// Prints a header and a line for each actor, with LF: name, thread, messages that wait and the
/// most that did so far, messages handled, the share of its life that it was busy, the age of the
/// oldest one that waits (`-`: none, or not known because the recorder was off).
std::string actors_text(const std::vector<actor_view>& actors);

} // namespace mw
