// What several lines of proxies' sections say together: numbers that are given, and mistakes.
#pragma once

#include "actors/config/bind/listener_settings.hpp"
#include "actors/config/proxies/keyword.hpp"

#include <span>
#include <string>
#include <vector>

namespace mw::config {

/// Lines for people, with their places where they have one.
struct proxy_report {
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
};

/// Gives numbers to proxies and servers that have chosen none, and fills in what depends on the
/// whole section. `logs`: those of `global`.
void complete_proxies(std::vector<proxy_draft>& drafts, std::span<const log_target> logs,
                      bool has_stats_socket);

/// Names that are unknown or not unique, addresses that are bound twice, what is missing.
proxy_report check_proxies(std::span<const proxy_draft> drafts,
                           std::span<const listener_settings> clis);

} // namespace mw::config
