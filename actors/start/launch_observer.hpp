// Tells those who have launched the program how it is doing: pid file, `-D`'s launcher, systemd.
#pragma once

#include "actors/master/service_observer.hpp"
#include "net/process/daemon.hpp"
#include "net/process/service_manager.hpp"

#include <functional>
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

private:
  std::string pid_file_;
  std::unique_ptr<net::daemon> background_;
  net::service_manager manager_;
  std::function<void()> on_start_;
};

} // namespace mw
