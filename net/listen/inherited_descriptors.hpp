// The descriptors that the parent meant this process to have.
#pragma once

#include <vector>

namespace mw::net {

/// Lists the descriptors from 3 on without close-on-exec, which all of ours have, in ascending
/// order. Call it before any thread runs.
std::vector<int> inherited_descriptors();

} // namespace mw::net
