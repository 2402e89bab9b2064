// The keyword `timeout` of proxies' sections.
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/text/duration.hpp"
#include "actors/config/text/printable.hpp"

namespace mw::config {

namespace {

struct proxy_timeout {
  std::string_view name;
  proxy_sides sides;
  std::optional<std::chrono::milliseconds> proxy_settings::*field; ///< null: HTTP's, not supported
};

constexpr std::array timeouts{
    proxy_timeout{"client", client_side, &proxy_settings::client_timeout},
    proxy_timeout{"server", server_side, &proxy_settings::server_timeout},
    proxy_timeout{"connect", server_side, &proxy_settings::connect_timeout},
    proxy_timeout{"check", server_side, &proxy_settings::check_timeout},
    proxy_timeout{"queue", server_side, &proxy_settings::queue_timeout},
    proxy_timeout{"http-keep-alive", both_sides, nullptr},
    proxy_timeout{"http-request", both_sides, nullptr},
    proxy_timeout{"tunnel", server_side, &proxy_settings::tunnel_timeout},
    proxy_timeout{"tarpit", both_sides, nullptr},
    proxy_timeout{"client-fin", client_side, &proxy_settings::client_fin_timeout},
    proxy_timeout{"server-fin", server_side, &proxy_settings::server_fin_timeout},
};

proxy_result set_timeout(const proxy_line& line, const proxy_timeout& which) {
  const auto& value = line.words[2];
  auto time = parse_duration(value);
  if (!time && time.error().overflow)
    return bad_line("timer overflow in argument '{}' to 'timeout {}' (maximum value is {} ms or "
                    "~24.8 days)",
                    printable(value), which.name, longest_duration.count());
  if (!time)
    return bad_line("unexpected character '{}' in 'timeout {}'", time.error().unexpected,
                    which.name);
  if (line.words.size() > 3)
    return bad_line("'timeout {}' : unexpected extra argument '{}' after value '{}'.", which.name,
                    printable(line.words[3]), printable(value));
  line.out().*which.field = *time;
  return {};
}

proxy_result apply_timeout(const proxy_line& line) {
  auto name = line.words.size() > 1 ? line.words[1] : std::string{};
  const auto* found = find_named(timeouts, name);
  if (found == nullptr)
    return bad_line("'timeout' supports 'client', 'server', 'connect', 'check', 'queue', "
                    "'http-keep-alive', 'http-request', 'tunnel', 'tarpit', 'client-fin' and "
                    "'server-fin' (got '{}')",
                    printable(name));
  if (found->field == nullptr)
    return bad_line("'timeout {}' is not supported: it is HTTP's", name);
  if (line.words.size() < 3 || line.words[2].empty())
    return bad_line("'timeout {}' expects an integer value (in milliseconds)", name);
  if (is_ignored(line, found->sides, "timeout " + name, "will be ignored", ""))
    return {};
  return set_timeout(line, *found);
}

constexpr std::array keywords{
    proxy_keyword{"timeout", both_sides, 0, any_arguments, {}, apply_timeout},
};

} // namespace

std::span<const proxy_keyword> timeout_keywords() {
  return keywords;
}

} // namespace mw::config
