// Addresses of servers: as a `server` line has them, looked up.
#pragma once

#include "actors/config/proxy.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace mw {

/// Where a server is.
struct server_address {
  std::string host;               ///< as written, without the port; a path with its prefix
  socket_address address;         ///< its port is 0 if none is said, or an offset
  bool keeps_client_port = false; ///< no port, or an offset
  int port_offset = 0;
};

/// Reads `host`, `host:port`, `host:+offset`, `host:-offset`, `[v6]:port`, `ipv4@`, `ipv6@`,
/// `/path`, `unix@path`, `abns@name`. A name is looked up now, which may block; of several
/// addresses the first counts. The error is HAProxy's text where it has one.
tl::expected<server_address, std::string> find_server_address(std::string_view text);

/// `src` of an ACL and its like: a number, or a name, without a port. Of a name the first address.
tl::expected<socket_address, std::string> find_host(const std::string& host,
                                                    int family = AF_UNSPEC);

/// An IP address with another port; of any other kind it stays as it is.
socket_address with_port(socket_address address, uint16_t port);
/// 0 for what has none.
uint16_t port_of(const socket_address& address);

/// A unix socket's path, or the name of an abstract one, padded as HAProxy does. The error: too
/// long.
tl::expected<socket_address, std::string> unix_address(std::string_view path, bool abstract);

} // namespace mw
