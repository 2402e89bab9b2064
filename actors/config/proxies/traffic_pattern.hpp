// What conditions compare with: networks and ports.
#pragma once

#include "actors/config/values/proxy_settings.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw::config {

/// `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `::1`, `fe80::/10`; a name stands for its first address.
tl::expected<net::network, std::string> parse_network(const std::string& text);

/// `80`, `80:90`, `:1023`, `1024:`, and operators, which hold for all that follows: `eq`, `ge`,
/// `gt`, `le`, `lt`. What no port can be is left out.
tl::expected<std::vector<traffic_condition::port_range>, std::string>
parse_ports(std::span<const std::string> words);

/// Writes words for ports as ranges for people: `ge 80` is `80:`, `lt 80` is `:79`.
std::vector<std::string> port_texts(std::span<const std::string> words);

} // namespace mw::config
