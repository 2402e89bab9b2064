// One listener of a CLI: `-S` of the master, `stats socket` of the workers.
#pragma once

#include "actors/config/text/place.hpp"
#include "messages/cli/level.hpp"
#include "messages/cli/severity.hpp"
#include "messages/cli/target.hpp"
#include "net/address/address.hpp"
#include "net/listen/listen_socket.hpp"
#include "net/tls/tls_context.hpp"

#include <string>

namespace mw::config {

/// An address and what the words behind it say. The defaults are those of a `-S`.
struct listener_settings {
  net::address where;
  net::listen_options socket;
  access_level level = access_level::admin;         ///< the highest that its sessions have
  severity_output severity = severity_output::none; ///< what its sessions have at first
  target first_target;                              ///< `target <prefix>`: its sessions' default
  std::string name;                                 ///< `name <text>`, or empty
  unsigned maxconn = 1024;   ///< sessions at once (HAProxy has 10 for all sockets)
  bool accept_proxy = false; ///< `accept-proxy`: a PROXY header begins every connection
  net::tls_options tls;      ///< `ssl` and what belongs to it
  config_place place;        ///< of a `stats socket`

  friend bool operator==(const listener_settings&, const listener_settings&) = default;
};

} // namespace mw::config
