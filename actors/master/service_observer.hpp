// Who is told how the service is doing: the launcher of `-D`, the pid file, systemd.
#pragma once

#include <chrono>

namespace mw {

/// Called by the master, on its thread.
class service_observer {
public:
  service_observer() = default;
  service_observer(const service_observer&) = delete;
  service_observer& operator=(const service_observer&) = delete;
  virtual ~service_observer() = default;

  /// Once: all workers are ready for the first time.
  virtual void started() = 0;
  /// A reload has begun.
  virtual void reloading() = 0;
  /// The reload is over.
  virtual void reloaded(bool success) = 0;
  /// The step that has begun takes at most `time` before it succeeds or is given up.
  virtual void may_take(std::chrono::milliseconds time) = 0;
  /// Once: the program is told to stop.
  virtual void stopping() = 0;
  /// Once, the last thing: no worker is left. The exit code of the program.
  virtual void stopped(int exit_code) = 0;
};

} // namespace mw
