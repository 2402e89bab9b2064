// Tells those who have launched the program how it is doing: pid file, `-D`'s launcher, systemd,
// and the main function.
#pragma once

#include "actors/master/service_observer.hpp"
#include "net/process/daemon.hpp"
#include "net/process/service_manager.hpp"

#include <functional>
#include <future>
#include <memory>
#include <string>

namespace mw {

class launch_observer final : public service_observer {
public:
  /// `pid_file`: empty for none; `background`: null in the foreground.
  /// `on_start`: called when all workers are ready, before anybody hears of it.
  launch_observer(std::string pid_file, std::unique_ptr<net::daemon> background,
                  net::service_manager manager, std::function<void()> on_start);

  void started() override;
  void reloading() override;
  void reloaded(bool success) override;
  void may_take(std::chrono::milliseconds time) override;
  void stopping() override;
  void stopped(int exit_code) override;

  /// Waits, on another thread, until the service has stopped. Answers the exit code.
  int wait() { return exit_code_.get_future().get(); }

private:
  std::string pid_file_;
  std::unique_ptr<net::daemon> background_;
  net::service_manager manager_;
  std::function<void()> on_start_;
  std::promise<int> exit_code_;
};

} // namespace mw
