// Messages to systemd: see service_manager.hpp.
#include "net/process/service_manager.hpp"

#include "net/base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>

namespace mw::net {

namespace {

constexpr std::array<std::string_view, 6> service_variables{
    "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"};

struct unix_name {
  sockaddr_un bytes{};
  socklen_t size = 0; ///< 0: the name is not that of a unix socket
};

unix_name name_of(std::string_view socket) {
  auto name = unix_name{};
  if (socket.size() < 2 || socket.size() >= sizeof name.bytes.sun_path ||
      (socket.front() != '/' && socket.front() != '@'))
    return name;
  name.bytes.sun_family = AF_UNIX;
  std::memcpy(name.bytes.sun_path, socket.data(), socket.size());
  if (socket.front() == '@')
    name.bytes.sun_path[0] = '\0';
  name.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket.size());
  return name;
}

/// Asks whether the receiver's queue has room: sd_notify() waits while it is full, for ever if the
/// receiver hangs. Only a connected socket can be asked.
bool has_room(const unix_name& receiver) {
  auto probe = unique_fd{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&receiver.bytes), receiver.size) !=
      0)
    return false;
  auto waiting = pollfd{probe.get(), POLLOUT, 0};
  return ::poll(&waiting, 1, 0) == 1 && waiting.revents == POLLOUT;
}

auto monotonic_now() {
  return std::chrono::duration_cast<service_manager::duration>(
      std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace

service_manager service_manager::from_environment() {
  const auto* socket = std::getenv("NOTIFY_SOCKET");
  return service_manager{socket == nullptr ? "" : socket};
}

bool service_manager::send(const std::string& message) const {
  return !active() || (has_room(name_of(socket_)) && ::sd_notify(0, message.c_str()) > 0);
}

bool service_manager::ready(pid_t main) const {
  return send(fmt::format("READY=1\nMAINPID={}\nSTATUS=Ready.\n", main));
}

bool service_manager::reloading() const {
  return send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=Reloading Configuration.\n",
                          monotonic_now().count()));
}

bool service_manager::reload_failed() const {
  return send("READY=1\nSTATUS=Reload failed!\n");
}

bool service_manager::stopping() const {
  return send("STOPPING=1\nSTATUS=Stopping.\n");
}

bool service_manager::status(std::string_view text) const {
  auto shown = std::string{text};
  auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  std::replace_if(shown.begin(), shown.end(), is_control, ' ');
  return send(fmt::format("STATUS={}\n", shown));
}

bool service_manager::watchdog() const {
  return send("WATCHDOG=1");
}

bool service_manager::extend_timeout(duration from_now) const {
  return send(fmt::format("EXTEND_TIMEOUT_USEC={}", from_now.count()));
}

std::optional<service_manager::duration> service_manager::watchdog_period() const {
  auto microseconds = uint64_t{0};
  if (!active() || ::sd_watchdog_enabled(0, &microseconds) <= 0)
    return std::nullopt;
  return duration{microseconds};
}

bool is_service_variable(std::string_view name) {
  return std::find(service_variables.begin(), service_variables.end(), name) !=
         service_variables.end();
}

} // namespace mw::net
