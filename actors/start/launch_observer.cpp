// Tells those who have launched the program: see launch_observer.hpp.
#include "actors/start/launch_observer.hpp"

#include "actors/log/log.hpp"
#include "net/process/pid_file.hpp"

#include <utility>

#include <unistd.h>

namespace mw {

namespace {

// Our own limits act first; the manager's is the second line.
constexpr auto margin = std::chrono::seconds{10};

} // namespace

launch_observer::launch_observer(std::string pid_file, std::unique_ptr<net::daemon> background,
                                 net::service_manager manager, std::function<void()> on_start)
    : pid_file_(std::move(pid_file)),
      background_(std::move(background)),
      manager_(std::move(manager)),
      on_start_(std::move(on_start)) {}

void launch_observer::started() {
  std::exchange(on_start_, [] {})();
  if (!pid_file_.empty())
    if (auto written = net::write_pid_file(pid_file_, ::getpid()); !written)
      log::alert("{}", written.error());
  if (background_)
    background_->ready();
  manager_.ready(::getpid());
}

void launch_observer::reloading() {
  manager_.reloading();
}

void launch_observer::reloaded(bool success) {
  if (success)
    manager_.ready(::getpid());
  else
    manager_.reload_failed();
}

void launch_observer::may_take(std::chrono::milliseconds time) {
  manager_.extend_timeout(time + margin);
}

void launch_observer::stopping() {
  manager_.stopping();
}

void launch_observer::stopped(int exit_code) {
  manager_.status(exit_code == 0 ? "Stopped." : "Failed.");
  exit_code_.set_value(exit_code);
}

} // namespace mw
