// Binds unix sockets: paths, by way of a temporary name, and Linux's abstract names.
#pragma once

#include "net/listen/listen_socket.hpp"

#include <tl/expected.hpp>

#include <string>

namespace mw::net {

/// Opens an address of the form unix_path. The error is the reason alone; see open_listeners().
tl::expected<listen_socket, std::string> open_unix_path(const address& where,
                                                        const listen_options& options);

/// Opens an address of the form abstract or abstract_exact. The error is the reason alone.
tl::expected<listen_socket, std::string> open_abstract(const address& where,
                                                       const listen_options& options);

} // namespace mw::net
