// The client of a session: its socket, its PROXY header, the addresses that it came by.
#pragma once

#include "actors/relay/proxies.hpp"
#include "actors/relay/session/endpoint.hpp"

#include <string_view>

namespace mw::relay {

/// Knows who the client is, as its socket and then its PROXY header say.
class client_side {
public:
  client_side(session& owner, listener& came_by, net::unique_fd fd,
              const net::socket_address& source, clock::time_point now);

  /// Tells whether a PROXY header has to be taken first.
  bool begins_with_header() const { return came_by_.settings->accept_proxy; }

  /// Result of a look at the first bytes.
  enum class header : uint8_t { incomplete, taken, malformed, lost };

  /// Takes the header and leaves what is behind it, which belongs to the server.
  header take_header();

  /// Tells whether no byte is there to be passed on.
  bool is_silent() const;

  /// Applies the rules: the name of the backend; empty: none holds.
  std::string_view match_rules();

  listener& came_by() const { return came_by_; }

  const config::proxy_settings& settings() const { return *came_by_.owner->settings; }

  const net::socket_address& source() const { return source_; }

  /// Address that the client went to: by its header, or asked of the kernel.
  net::socket_address destination() const;

  /// Address that the client went to if it is known already, else the listener's.
  const net::socket_address& shown_destination() const;

  endpoint socket;

private:
  listener& came_by_;
  net::socket_address source_;
  net::socket_address destination_; ///< length 0: not known yet
};

} // namespace mw::relay
