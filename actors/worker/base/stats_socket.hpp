// The listening sockets that a worker inherits for `stats socket`.
#pragma once

#include "actors/common/named_sockets.hpp"
#include "actors/config/bind/listener_settings.hpp"
#include "net/base/unique_fd.hpp"

#include <span>
#include <string>
#include <vector>

namespace mw::worker {

/// One listening socket, close-on-exec and non-blocking. Other workers have it too.
struct stats_socket {
  net::unique_fd fd;
  std::string address; ///< as `show cli sockets` has it
  access_level level = access_level::oper;
  unsigned maxconn = 0;                             ///< clients at once; of this socket alone
  severity_output severity = severity_output::none; ///< its clients' at first
};

/// Takes those of these lines.
std::vector<stats_socket> take_stats_sockets(std::span<const config::listener_settings> binds,
                                             named_sockets& from);

} // namespace mw::worker
