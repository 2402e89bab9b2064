// From the master's last word to the program's exit code.
#pragma once

#include "actors/master/service_observer.hpp"

#include <future>
#include <memory>

namespace mw {

/// Hears of the end for who waits for it, and passes everything on.
class exit_code_observer final : public service_observer {
public:
  explicit exit_code_observer(std::shared_ptr<service_observer> next) : next_(std::move(next)) {}

  void started() override { next_->started(); }

  void reloading() override { next_->reloading(); }

  void reloaded(bool success) override { next_->reloaded(success); }

  void may_take(std::chrono::milliseconds time) override { next_->may_take(time); }

  void stopping() override { next_->stopping(); }

  void stopped(int exit_code) override {
    next_->stopped(exit_code);
    exit_code_.set_value(exit_code);
  }

  int wait() { return exit_code_.get_future().get(); }

private:
  std::shared_ptr<service_observer> next_;
  std::promise<int> exit_code_;
};

} // namespace mw
