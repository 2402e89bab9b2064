// Lines of logs: see traffic_log.hpp.
#include "actors/relay/log/traffic_log.hpp"

#include "net/base/lossy_output.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include <sys/socket.h>
#include <unistd.h>

namespace mw::relay {

namespace {

constexpr std::string_view log_tag = "mw-actors";

/// Facts that stand in front of a line, in one format or another.
struct line_start {
  int priority;
  int level;
  std::chrono::system_clock::time_point now;
};

std::tm local_time(const line_start& x) {
  auto parts = std::tm{};
  auto seconds = std::chrono::system_clock::to_time_t(x.now);
  ::localtime_r(&seconds, &parts);
  return parts;
}

/// Prints `Nov 23 18:25:34`; the day has a blank in front instead of a zero.
std::string syslog_time(const line_start& x) {
  return fmt::format("{:%b %e %H:%M:%S}", local_time(x));
}

/// Prints `2026-11-23T18:25:34.000123+01:00`.
std::string iso_time(const line_start& x) {
  auto parts = local_time(x);
  auto zone = fmt::format("{:%z}", parts);
  auto fraction = std::chrono::duration_cast<std::chrono::microseconds>(x.now.time_since_epoch());
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}{}:{}", parts, fraction.count() % 1'000'000,
                     zone.substr(0, 3), zone.substr(3));
}

/// Prints what stands in front of a line. HAProxy names a machine only where it is told to.
std::string start_of(config::log_format format, const line_start& x) {
  auto tag = fmt::format("{}[{}]: ", log_tag, ::getpid());
  switch (format) {
  case config::log_format::local:
    return fmt::format("<{}>{} {}", x.priority, syslog_time(x), tag);
  case config::log_format::rfc3164:
    return fmt::format("<{}>{} localhost {}", x.priority, syslog_time(x), tag);
  case config::log_format::rfc5424:
    return fmt::format("<{}>1 {} - {} {} - - ", x.priority, iso_time(x), log_tag, ::getpid());
  case config::log_format::priority:
    return fmt::format("<{}>", x.priority);
  case config::log_format::brief:
    return fmt::format("<{}>", x.level);
  case config::log_format::timed:
    return fmt::format("<{}>{} ", x.level, iso_time(x));
  case config::log_format::iso:
    return iso_time(x) + ' ';
  case config::log_format::raw:
    break;
  }
  return {};
}

} // namespace

void traffic_log::send(std::span<const config::log_target> targets, log_level level,
                       std::string_view text) {
  for (const auto& target : targets)
    if (static_cast<int>(level) <= target.highest_level)
      send_to(target, std::max(static_cast<int>(level), target.minimum_level), text);
}

void traffic_log::send_to(const config::log_target& target, int level, std::string_view text) {
  auto line = start_of(target.format, {.priority = target.facility * 8 + level,
                                       .level = level,
                                       .now = std::chrono::system_clock::now()});
  line += text;
  line.resize(std::min(line.size(), target.length - 1));
  line += '\n';
  auto taken =
      target.fd >= 0 ? net::lossy_output(target.fd).write(line) : send_datagram(target, line);
  dropped_ += taken ? 0 : 1;
}

bool traffic_log::send_datagram(const config::log_target& target, std::string_view line) {
  auto sent =
      ::sendto(socket_for(target.address.bytes.ss_family), line.data(), line.size(),
               MSG_DONTWAIT | MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&target.address.bytes), target.address.length);
  return sent >= 0;
}

int traffic_log::socket_for(int family) {
  auto& fd = sockets_[family];
  if (!fd)
    fd = net::unique_fd(::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  return fd.get();
}

} // namespace mw::relay
