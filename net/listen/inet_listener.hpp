// Binds TCP sockets.
#pragma once

#include "net/listen/listen_socket.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>

namespace mw::net {

/// Opens one port of an address of the form inet. A name is looked up, which may block; of several
/// results the first is taken. The error is the reason alone; see open_listeners().
tl::expected<listen_socket, std::string> open_port(const address& where, uint16_t port,
                                                   const listen_options& options);

} // namespace mw::net
