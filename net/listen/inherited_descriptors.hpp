// The descriptors that whoever started this process meant it to have.
#pragma once

#include <vector>

namespace mw::net {

/// Those from 3 on without close-on-exec, in ascending order: ours all have it. To be called before
/// any thread runs.
std::vector<int> inherited_descriptors();

} // namespace mw::net
