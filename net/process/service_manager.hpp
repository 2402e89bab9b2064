// What a service tells systemd about itself (sd_notify), without ever waiting for it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <sys/types.h>

namespace mw::net {

/// Every message answers false if the manager did not take it: its queue is full, or it is gone.
/// Nothing is sent again. A service without a manager says nothing, and that is true. Uses the
/// environment, so nobody may change that while a message is sent.
class service_manager {
public:
  using duration = std::chrono::microseconds;

  /// There is none.
  service_manager() = default;

  /// The one that $NOTIFY_SOCKET names (`/path` or `@abstract`); none if it is not set.
  static service_manager from_environment();

  bool active() const { return !socket_.empty(); }

  /// The service works, for the first time or again, and this is its main process.
  bool ready(pid_t main) const;
  bool reloading() const;
  /// It works on with what it had.
  bool reload_failed() const;
  bool stopping() const;
  /// One line for `systemctl status`; control characters become spaces.
  bool status(std::string_view text) const;
  /// A sign of life, due every watchdog_period(); twice as often is usual.
  bool watchdog() const;
  /// What is going on (start, stop) takes this long from now.
  bool extend_timeout(duration from_now) const;

  /// How long the service may be silent before it is taken for dead; nothing if nobody watches this
  /// process.
  std::optional<duration> watchdog_period() const;

private:
  explicit service_manager(std::string socket) : socket_(std::move(socket)) {}

  bool send(const std::string& message) const;

  std::string socket_;
};

/// Whether the variable is between systemd and its service only: the service's own children must
/// not see it.
bool is_service_variable(std::string_view name);

} // namespace mw::net
