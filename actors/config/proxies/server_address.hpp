// Addresses of servers: as a `server` line has them, looked up.
#pragma once

#include "actors/config/values/proxy_settings.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace mw::config {

/// Where a server is.
struct server_address {
  std::string host;               ///< as written, without the port; a path with its prefix
  net::socket_address address;    ///< its port is 0 if none is said, or an offset
  bool keeps_client_port = false; ///< no port, or an offset
  int port_offset = 0;
};

/// Reads `host`, `host:port`, `host:+offset`, `host:-offset`, `[v6]:port`, `ipv4@`, `ipv6@`,
/// `/path`, `unix@path`, `abns@name`. A name is looked up now, which may block; of several
/// addresses the first counts. The error is HAProxy's text where it has one.
tl::expected<server_address, std::string> find_server_address(std::string_view text);

/// `src` of an ACL and its like: a number, or a name, without a port. Of a name the first address.
tl::expected<net::socket_address, std::string> find_host(const std::string& host,
                                                         int family = AF_UNSPEC);

/// A unix socket's path, or the name of an abstract one, padded as HAProxy does. The error: too
/// long.
tl::expected<net::socket_address, std::string> unix_address(std::string_view path, bool abstract);

} // namespace mw::config
