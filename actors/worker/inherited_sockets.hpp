// The listening sockets that a worker inherits for `stats socket` and for the `bind` lines of its
// proxies.
#pragma once

#include "actors/common/named_sockets.hpp"
#include "actors/common/worker_arguments.hpp"
#include "actors/config/values/config.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>

namespace mw::worker {

/// Takes the descriptors over: they become close-on-exec and non-blocking; other workers have them
/// too. Checks that they are what the configuration needs, line by line. The error is one line that
/// names what does not fit; then all are closed.
tl::expected<named_sockets, std::string> take_sockets(std::span<const inherited_range> inherited,
                                                      const config::configuration& settings);

} // namespace mw::worker
