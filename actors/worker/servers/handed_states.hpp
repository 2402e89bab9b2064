// Servers' states that the master has brought from the worker before this one.
#pragma once

#include "actors/worker/servers/server_state_file.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace mw::worker {

/// `text`: the answers to `show servers state` and `show servers addr`, one behind the other. Each
/// server is as it was there, also where it had been moved to, unless its line in `proxies` has
/// another address than before: then that is what the operator wants.
std::vector<saved_server> parse_handed_states(std::string_view text,
                                              std::span<const config::proxy_settings> proxies);

/// Reads states from sealed memory, which is closed; -1: there is none. What cannot be read is a
/// warning.
void read_handed_states(int fd, std::span<const config::proxy_settings> proxies,
                        saved_states& into);

} // namespace mw::worker
