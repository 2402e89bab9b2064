// Where worker proxies live.
#pragma once

#include "actors/worker_proxy/worker_proxy.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>

namespace mw {

/// The threads of the worker proxies: one for each relative PID, for all its processes, old ones
/// too. They stay, as a worker ends with the thread that started it. The master's thread only.
class worker_threads {
public:
  /// `guardian`: for HAProxy's processes, or null.
  worker_threads(caf::actor_system& system, guardian_keeper_actor guardian)
      : system_(system), guardian_(std::move(guardian)) {}

  worker_proxy_actor start(const process_key& process, plan_ptr plan, const master_actor& master,
                           const worker_proxy_actor& predecessor) {
    auto& unit = units_[process.relative];
    if (!unit) {
      unit = std::make_unique<runtime::asio_unit>(system_,
                                                  fmt::format("mw-worker-{}", process.relative));
      unit->start();
    }
    return runtime::spawn_on<worker_proxy_state>(
        *unit, process, std::move(plan), master,
        worker_surroundings{.predecessor = predecessor, .guardian = guardian_});
  }

private:
  caf::actor_system& system_;
  guardian_keeper_actor guardian_;
  std::map<int32_t, std::unique_ptr<runtime::asio_unit>> units_;
};

} // namespace mw
