// Log lines to the targets of `log`, as datagrams or to stdout and stderr. What is not taken at
// once is lost and counted.
#pragma once

#include "actors/config/values/proxy_settings.hpp"
#include "net/base/unique_fd.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace mw::relay {

/// Levels of syslog.
enum class log_level : uint8_t { emergency = 0, alert = 1, warning = 4, notice = 5, info = 6 };

/// Sends lines, over one socket for each family of targets.
class traffic_log {
public:
  void send(std::span<const config::log_target> targets, log_level level, std::string_view text);

  /// Number of lines that were not taken.
  uint64_t dropped() const { return dropped_; }

private:
  void send_to(const config::log_target& target, int level, std::string_view text);
  bool send_datagram(const config::log_target& target, std::string_view line);
  int socket_for(int family);

  std::map<int, net::unique_fd> sockets_;
  uint64_t dropped_ = 0;
};

} // namespace mw::relay
