// Lines `log`: see log_target.hpp.
#include "actors/config/proxies/log_target.hpp"

#include "actors/common/find_named.hpp"
#include "actors/config/proxies/server_address.hpp"
#include "actors/config/text/address_text.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <unistd.h>

namespace mw::config {

namespace {

using words_left = std::span<const std::string>;

constexpr uint16_t syslog_port = 514;
constexpr size_t shortest_line = 80;
constexpr size_t longest_line = 65535;

/// Their places are their numbers.
constexpr std::array<std::string_view, 24> facilities{
    "kern",   "user",   "mail",   "daemon", "auth",   "syslog", "lpr",    "news",
    "uucp",   "cron",   "auth2",  "ftp",    "ntp",    "audit",  "alert",  "cron2",
    "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"};

constexpr std::array<std::string_view, 8> levels{"emerg",   "alert",  "crit", "err",
                                                 "warning", "notice", "info", "debug"};

constexpr std::array<std::string_view, 4> other_targets{"fd@", "ring@", "udp@", "sockpair@"};

/// By the number of log_format.
constexpr std::array<std::string_view, 8> formats{"local", "rfc3164", "rfc5424", "priority",
                                                  "short", "timed",   "iso",     "raw"};

/// Streams that a worker has in any case.
struct stream {
  std::string_view name;
  int fd;
};

constexpr std::array streams{stream{"stdout", STDOUT_FILENO}, stream{"fd@1", STDOUT_FILENO},
                             stream{"stderr", STDERR_FILENO}, stream{"fd@2", STDERR_FILENO}};

template <size_t Size>
std::optional<int> place_in(const std::array<std::string_view, Size>& all, std::string_view word) {
  const auto* found = std::find(all.begin(), all.end(), word);
  return found == all.end() ? std::nullopt : std::optional(static_cast<int>(found - all.begin()));
}

tl::unexpected<std::string> bad_log(std::string_view what) {
  return tl::unexpected(fmt::format("log : {}", what));
}

tl::expected<net::socket_address, std::string> find_target(std::string_view text) {
  for (auto other : other_targets)
    if (text.starts_with(other))
      return tl::unexpected(fmt::format("the target '{}' is not supported", printable(text)));
  auto found = find_server_address(text);
  if (!found)
    return tl::unexpected(std::move(found.error()));
  if (found->port_offset != 0)
    return tl::unexpected(fmt::format("port offset not permitted here in '{}'", printable(text)));
  auto port = port_of(found->address);
  return with_port(found->address, port == 0 ? syslog_port : port);
}

/// `len` and `format` with their values, in front of the facility.
tl::expected<void, std::string> take_options(words_left& left, log_target& out) {
  while (left.size() > 1 && (left[0] == "len" || left[0] == "format")) {
    if (left[0] == "len") {
      auto length = net::parse_number<size_t>(left[1], shortest_line, longest_line);
      if (!length)
        return bad_log(fmt::format("invalid log length '{}', must be between {} and {}",
                                   printable(left[1]), shortest_line, longest_line));
      out.length = *length;
    } else if (auto format = place_in(formats, left[1])) {
      out.format = static_cast<log_format>(*format);
    } else {
      return bad_log(fmt::format("unknown log format '{}'", printable(left[1])));
    }
    left = left.subspan(2);
  }
  return {};
}

tl::expected<void, std::string> take_levels(words_left left, log_target& out) {
  struct level {
    int log_target::*field;
    std::string_view mistake;
  };

  constexpr auto expected =
      std::array{level{&log_target::highest_level, "unknown optional log level '{}'"},
                 level{&log_target::minimum_level, "unknown optional minimum log level '{}'"}};
  for (const auto& each : expected) {
    if (left.empty())
      return {};
    auto place = place_in(levels, left[0]);
    if (!place)
      return bad_log(fmt::format(fmt::runtime(each.mistake), printable(left[0])));
    out.*each.field = *place;
    left = left.subspan(1);
  }
  if (left.empty())
    return {};
  return bad_log(fmt::format("cannot handle unexpected argument '{}'", printable(left[0])));
}

} // namespace

tl::expected<log_target, std::string> parse_log_target(std::span<const std::string> words,
                                                       const environment& variables) {
  if (words.size() < 2)
    return bad_log("expects <address> and <facility> as arguments");
  auto out = log_target{.address = {}, .text = words[0]};
  auto left = words.subspan(1);
  if (auto taken = take_options(left, out); !taken)
    return tl::unexpected(std::move(taken.error()));
  if (left.empty())
    return bad_log("expects <address> and <facility> as arguments");
  auto facility = place_in(facilities, left[0]);
  if (!facility)
    return bad_log(fmt::format("unknown log facility '{}'", printable(left[0])));
  out.facility = *facility;
  if (auto taken = take_levels(left.subspan(1), out); !taken)
    return tl::unexpected(std::move(taken.error()));
  if (const auto* stream = find_named(streams, words[0])) {
    out.fd = stream->fd;
    return out;
  }
  auto address = read_address(words[0], variables, find_target);
  if (!address)
    return bad_log(address.error());
  out.address = *address;
  return out;
}

} // namespace mw::config
