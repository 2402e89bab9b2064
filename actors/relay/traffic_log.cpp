// Syslog's datagrams: see traffic_log.hpp.
#include "actors/relay/traffic_log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include <sys/socket.h>
#include <unistd.h>

namespace mw::relay {

namespace {

constexpr std::string_view log_tag = "mw-actors";

std::tm local_time(std::time_t now) {
  auto parts = std::tm{};
  ::localtime_r(&now, &parts);
  return parts;
}

/// `<134>Nov 23 18:25:34 mw-actors[5248]: `; the day has a blank in front instead of a zero.
std::string start_3164(int priority, std::time_t now) {
  return fmt::format("<{}>{:%b %e %H:%M:%S} {}[{}]: ", priority, local_time(now), log_tag,
                     ::getpid());
}

std::string log_host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "-";
}

/// `+0100` as `+01:00`.
std::string start_5424(int priority, std::time_t now) {
  auto zone = fmt::format("{:%z}", local_time(now));
  return fmt::format("<{}>1 {:%Y-%m-%dT%H:%M:%S}{}:{} {} {} {} - - ", priority, local_time(now),
                     zone.substr(0, 3), zone.substr(3), log_host(), log_tag, ::getpid());
}

} // namespace

void traffic_log::send(std::span<const log_target> targets, log_level level,
                       std::string_view text) {
  for (const auto& target : targets)
    if (static_cast<int>(level) <= target.highest_level)
      send_to(target, std::max(static_cast<int>(level), target.minimum_level), text);
}

void traffic_log::send_to(const log_target& target, int level, std::string_view text) {
  auto now = std::time(nullptr);
  auto priority = target.facility * 8 + level;
  auto line = target.rfc5424 ? start_5424(priority, now) : start_3164(priority, now);
  line += text;
  line.resize(std::min(line.size(), target.length - 1));
  line += '\n';
  auto sent =
      ::sendto(socket_for(target.address.bytes.ss_family), line.data(), line.size(),
               MSG_DONTWAIT | MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&target.address.bytes), target.address.length);
  dropped_ += sent < 0 ? 1 : 0;
}

int traffic_log::socket_for(int family) {
  auto& fd = sockets_[family];
  if (!fd)
    fd = net::unique_fd(::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  return fd.get();
}

} // namespace mw::relay
