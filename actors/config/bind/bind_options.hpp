// The options that `-S` and `stats socket` may have, as a table.
#pragma once

#include "actors/config/bind/listener_settings.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>

namespace mw::config {

/// What is wrong with an address, an option or its value, in HAProxy's words (with its quotes, but
/// without what it puts in front) or in ours.
struct bind_mistake {
  std::string text;
  bool of_haproxy = false;
};

/// One option. `missing` is what HAProxy says after "missing" if the value is not there; empty: it
/// has no value.
struct bind_option {
  std::string_view name;
  std::string_view missing;
  tl::expected<void, bind_mistake> (*apply)(listener_settings& bind, const std::string& value);
  bool only_for_master = false; ///< the workers' own listeners do not know it
};

/// What stands in front of a session: TLS and PROXY headers (bind_tls_options.cpp).
std::span<const bind_option> front_bind_options();

/// Null if there is no such option, or none that this version supports.
const bind_option* find_bind_option(std::string_view name);

/// HAProxy's other options, which are refused by name.
bool is_unsupported_bind_option(std::string_view name);

/// All names of both kinds.
std::span<const std::string_view> bind_option_names();

} // namespace mw::config
