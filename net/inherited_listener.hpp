// Sockets that whoever started us has bound (`fd@n`).
#pragma once

#include "net/listen_socket.hpp"

#include <tl/expected.hpp>

#include <string>

namespace mw::net {

/// Opens an address of the form inherited: a duplicate of its descriptor, listening. The error is
/// the reason alone; see open_listeners().
tl::expected<listen_socket, std::string> open_inherited(const address& where,
                                                        const listen_options& options);

} // namespace mw::net
