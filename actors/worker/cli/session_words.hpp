// The commands of a worker's CLI that concern the session itself.
#pragma once

#include "actors/worker/base/call.hpp"

namespace mw::worker {

/// `prompt`, `operator`, `expert-mode`, `set timeout cli` and the like.
void change_setting(const call& c);

} // namespace mw::worker
