// The texts of `show acl`.
#pragma once

#include "actors/relay/proxies.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mw::worker {

/// A line for each condition of the configuration, with its number.
std::string show_acls(const relay::proxies& all);

/// The patterns of one, a line each. `reference`: `#2`. Nothing: there is none with that number.
std::optional<std::string> show_acl(const relay::proxies& all, std::string_view reference);

} // namespace mw::worker
