// The answers to `show servers state|addr|conn` and `show backend`.
#pragma once

#include "actors/relay/proxies.hpp"

#include <string>

namespace mw::worker {

/// HAProxy's file format of version 1: a line for each server. `only`: of this backend; null: of
/// all.
std::string show_server_states(const relay::proxies& all, const relay::backend* only,
                               relay::clock::time_point now);

/// Where each server is, as its line in the configuration has it, and where `set server <b>/<s>
/// addr` has moved it; `-`: nowhere.
std::string show_server_addresses(const relay::proxies& all, const relay::backend* only);
/// The former of the two: one word.
std::string configured_address(const config::proxy_server& x);

std::string show_server_connections(const relay::proxies& all, const relay::backend* only);

std::string show_backends(const relay::proxies& all);

} // namespace mw::worker
