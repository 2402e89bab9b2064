// What the files share that say what the keywords of `defaults`, `frontend`, `backend` and `listen`
// do: one table for each topic.
#pragma once

#include "actors/config/text/environment.hpp"
#include "actors/config/text/keyword_table.hpp"
#include "actors/config/values/proxy_settings.hpp"

#include <fmt/format.h>
#include <tl/expected.hpp>

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw::config {

/// Sides that a section may be: `listen` is both, `defaults` speaks for both.
struct proxy_sides {
  bool clients = false;
  bool servers = false;
  bool defaults = false;
};

inline constexpr auto client_side = proxy_sides{.clients = true, .defaults = true};
inline constexpr auto server_side = proxy_sides{.servers = true, .defaults = true};
inline constexpr auto both_sides = proxy_sides{.clients = true, .servers = true, .defaults = true};

/// A section as far as it is read.
struct proxy_draft {
  std::string_view section; ///< `frontend`, ...
  proxy_sides sides;
  proxy_settings out;
  proxy_server server_defaults; ///< `default-server`
  bool log_global = false;
  config_place default_backend_place;
  std::map<std::string, std::vector<traffic_condition>> acls; ///< by name, a condition each line

  /// HAProxy's name for what it is: `frontend`, `backend`, `proxy`.
  std::string_view kind() const { return section == "listen" ? "proxy" : section; }
};

/// `no` or `default` in front of a keyword.
enum class negation : uint8_t { none, no, to_default };

/// One line: its words, the keyword first, and where what it says goes to.
struct proxy_line {
  std::span<const std::string> words;
  negation negated;
  const config_place& place;
  proxy_draft& draft;
  std::vector<std::string>& warnings;
  const environment& variables; ///< as they are at this line

  proxy_settings& out() const { return draft.out; }
};

/// The error is HAProxy's text without the line's place.
using proxy_result = tl::expected<void, std::string>;

/// One keyword: which sides it concerns (without `defaults`: it may not stand there), how many
/// arguments it takes, what is said if there are too few (see wrong_count()), what it does.
struct proxy_keyword {
  std::string_view name;
  proxy_sides sides;
  size_t least;
  size_t most;
  std::string_view too_few;
  proxy_result (*apply)(const proxy_line&);
  std::string_view instead = {}; ///< what HAProxy proposes where the keyword is ignored
};

/// balance.cpp: which server gets a connection, and what if it does not take it.
std::span<const proxy_keyword> balance_keywords();
/// bind.cpp: where clients come in.
std::span<const proxy_keyword> bind_keywords();
/// general.cpp: mode, name, number, limits.
std::span<const proxy_keyword> general_keywords();
/// log.cpp.
std::span<const proxy_keyword> log_keywords();
/// option.cpp.
std::span<const proxy_keyword> option_keywords();
/// rule.cpp: which backend a connection goes to.
std::span<const proxy_keyword> rule_keywords();
/// server.cpp: server and default-server.
std::span<const proxy_keyword> server_keywords();
/// tcp_check.cpp.
std::span<const proxy_keyword> tcp_check_keywords();
/// timeout.cpp.
std::span<const proxy_keyword> timeout_keywords();

/// Whether the section has no side that this concerns: then the warning is given that `name` is
/// ignored, in these words.
bool is_ignored(const proxy_line& line, proxy_sides concerned, std::string_view name,
                std::string_view how = "ignored", std::string_view behind = ".");

template <class... Parts>
tl::unexpected<std::string> bad_line(fmt::format_string<Parts...> format, Parts&&... parts) {
  return tl::unexpected(fmt::format(format, std::forward<Parts>(parts)...));
}

} // namespace mw::config
