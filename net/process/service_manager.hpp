// Tells systemd about the service (sd_notify), without ever waiting for it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <sys/types.h>

namespace mw::net {

/// Sends messages to systemd. Each answers false if the manager did not take it, because its queue
/// is full or it is gone; it is not sent again. Without a manager nothing is sent, and the answer
/// is true. The environment must not change while a message is sent.
class service_manager {
public:
  using duration = std::chrono::microseconds;

  /// Makes one without a manager.
  service_manager() = default;

  /// Finds the manager that $NOTIFY_SOCKET names (`/path` or `@abstract`); there is none if it is
  /// not set.
  static service_manager from_environment();

  bool active() const { return !socket_.empty(); }

  /// Tells that the service works, for the first time or again, and which is its main process.
  bool ready(pid_t main) const;
  bool reloading() const;
  /// Tells that a reload has failed, and the service works on as before.
  bool reload_failed() const;
  bool stopping() const;
  /// Tells the line for `systemctl status`; control characters become spaces.
  bool status(std::string_view text) const;
  /// Gives a sign of life. It is due every watchdog_period(); twice as often is usual.
  bool watchdog() const;
  /// Tells that the present start or stop takes this long from now.
  bool extend_timeout(duration from_now) const;

  /// How long the service may be silent before it is taken for dead; nothing if nobody watches this
  /// process.
  std::optional<duration> watchdog_period() const;

private:
  explicit service_manager(std::string socket) : socket_(std::move(socket)) {}

  bool send(const std::string& message) const;

  std::string socket_;
};

/// Tells whether an environment variable is between systemd and its service only: the service's own
/// children must not see it.
bool is_service_variable(std::string_view name);

} // namespace mw::net
