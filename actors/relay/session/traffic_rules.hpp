// Which backend a connection goes to.
#pragma once

#include "actors/config/values/proxy_settings.hpp"

#include <span>
#include <string_view>

namespace mw::relay {

/// Tells whether any rule looks at where the client came to: then that must be asked for.
bool need_destination(std::span<const config::backend_rule> rules);

/// Finds the backend of the first rule that holds; empty: none does.
std::string_view match_rules(std::span<const config::backend_rule> rules,
                             const net::socket_address& source,
                             const net::socket_address& destination);

} // namespace mw::relay
