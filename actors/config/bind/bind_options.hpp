// The options that `-S` and `stats socket` may have, as a table.
#pragma once

#include "actors/config/bind/listener_settings.hpp"
#include "actors/config/text/keyword_table.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>

namespace mw::config {

/// Mistake in an address, an option or its value, in HAProxy's words (with its quotes, but
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

/// Options for what comes before a session: TLS and PROXY headers (bind_tls_options.cpp).
std::span<const bind_option> front_bind_options();

/// All options of a bind line.
const keyword_table<bind_option>& bind_options();

} // namespace mw::config
