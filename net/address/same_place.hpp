// Whether two addresses are in each other's way.
#pragma once

#include "net/address/address.hpp"

namespace mw::net {

/// Tells whether one of two listeners would get the clients of the other, or could not be opened:
/// they have the same path, name or descriptor, or the same host and a port in common. No name or
/// link is looked up: a path and a link to it, a host and its number are two places.
bool same_place(const address& a, const address& b);

} // namespace mw::net
