// The `host:port` forms of an address.
#pragma once

#include "net/address/address.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace mw::net {

/// Reads `rest`, the part of `text` after its prefix, which stands for `family`; errors quote
/// `text`. See parse_address().
tl::expected<address, std::string> parse_inet(std::string_view rest, std::string_view text,
                                              int family);

/// Prints an address of the form inet; see to_string().
std::string inet_to_string(const address& where);

} // namespace mw::net
