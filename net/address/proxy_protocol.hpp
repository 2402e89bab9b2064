// The PROXY protocol: who the client is, said in front of its bytes.
#pragma once

#include "net/address/socket_address.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw::net {

/// The header to send: none, that of `send-proxy`, or that of `send-proxy-v2`.
enum class proxy_header : uint8_t { none, v1, v2 };

/// The longest header that is accepted, in bytes: in version 2 notes of any kind (TLVs) may stand
/// behind the addresses, certificates among them. HAProxy accepts as much, its buffer's size.
inline constexpr size_t longest_proxy_header = 16'384;

/// A header that was read.
struct proxy_addresses {
  size_t length = 0;     ///< bytes of the header
  socket_address source; ///< `length` 0: the header says nothing (LOCAL, UNKNOWN)
  socket_address destination;
};

/// Reads the header at the beginning of a connection's bytes: nothing if more bytes are needed; the
/// error is one word for the log.
tl::expected<std::optional<proxy_addresses>, std::string_view>
read_proxy_header(std::string_view bytes);

/// Makes a header of version 1 or 2. Addresses of different families, or of none, become UNKNOWN in
/// version 1 and LOCAL in version 2.
std::string make_proxy_header(proxy_header version, const socket_address& source,
                              const socket_address& destination);

} // namespace mw::net
