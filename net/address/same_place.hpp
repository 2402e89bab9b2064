// Whether two addresses are in each other's way.
#pragma once

#include "net/address/address.hpp"

namespace mw::net {

/// Whether one of two listeners would get what is meant for the other, or could not be opened:
/// the same path, name or descriptor, or the same host with a port in common. Nothing is looked up:
/// a path and a link to it, a host and its number are two places.
bool same_place(const address& a, const address& b);

} // namespace mw::net
