// The listening sockets that a worker inherits for the `bind` lines of its proxies.
#pragma once

#include "actors/config/values/proxy_settings.hpp"
#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw::worker {

/// For each bind of each proxy, in order; more than one for a range of ports.
using proxy_sockets = std::vector<std::vector<net::unique_fd>>;

/// Takes over the descriptors from `first` on: so many for each bind as `counts` says. They become
/// close-on-exec and non-blocking; other workers have them too. The error is one line; then all
/// that were taken are closed.
tl::expected<proxy_sockets, std::string>
take_proxy_sockets(std::span<const config::proxy_settings> proxies,
                   std::span<const unsigned> counts, int first);

} // namespace mw::worker
