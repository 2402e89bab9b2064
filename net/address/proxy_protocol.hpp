// The PROXY protocol: who the client is, said in front of its bytes.
#pragma once

#include "net/address/socket_address.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw::net {

/// `send-proxy`, `send-proxy-v2`.
enum class proxy_header : uint8_t { none, v1, v2 };

/// The longest header that is taken; HAProxy's own are shorter.
inline constexpr size_t longest_proxy_header = 536;

/// A header that was read.
struct proxy_addresses {
  size_t length = 0;     ///< bytes of the header
  socket_address source; ///< `length` 0: the header says nothing (LOCAL, UNKNOWN)
  socket_address destination;
};

/// What the first bytes of a connection are: a header, nothing yet (more bytes are needed), or an
/// error (one word for the log).
tl::expected<std::optional<proxy_addresses>, std::string_view>
read_proxy_header(std::string_view bytes);

/// Version 1 or 2. Addresses of different families or none become UNKNOWN, or LOCAL.
std::string make_proxy_header(proxy_header version, const socket_address& source,
                              const socket_address& destination);

} // namespace mw::net
