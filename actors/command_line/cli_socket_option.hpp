// One value of `-S`: an address and the words of a HAProxy `bind` line behind it.
#pragma once

#include "actors/config/bind/listener_settings.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// Reads `<address>[,<option>[,<value>]]...`; empty items are skipped. Names of users and groups
/// are looked up. The error is one line, which begins with `-S '<value>': `; then comes HAProxy's
/// sentence where it has one (`unknown keyword 'foo'.`).
tl::expected<config::listener_settings, std::string> parse_cli_socket(std::string_view value);

/// Finds options of a good `-S` that have no effect, because its address is of another kind: one
/// line each.
std::vector<std::string> useless_options(const config::listener_settings& bind);

} // namespace mw
