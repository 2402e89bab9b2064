// Sockets that the parent has bound (`fd@n`, `fd@name`).
#pragma once

#include "net/listen/listen_socket.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace mw::net {

/// Opens an address of the form inherited: a duplicate of its descriptor, or of each that has its
/// name (net/listen/passed_sockets.hpp), listening. The error is the reason alone; see
/// open_listeners().
tl::expected<std::vector<listen_socket>, std::string> open_inherited(const address& where,
                                                                     const listen_options& options);

} // namespace mw::net
