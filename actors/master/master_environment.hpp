// Everything that the master needs of the rest of the program; tests give their own.
#pragma once

#include "actors/master/service_observer.hpp"
#include "actors/plan/generation_plan.hpp"
#include "messages/protocols/type_ids.hpp"

#include <functional>
#include <memory>
#include <string>

namespace mw {

/// Starts the proxy of a new process. `predecessor`: the proxy of the process that it replaces, or
/// null.
using start_worker_function = std::function<worker_proxy_actor(
    const process_key&, plan_ptr, const master_actor&, const worker_proxy_actor& predecessor)>;

struct master_environment {
  plan_ptr plan; ///< of the first generation; the master takes it
  std::string version;
  std::string startup_log; ///< what was said before there was a master
  configuration_loader_actor loader;
  start_worker_function start_worker;
  std::shared_ptr<service_observer> observer;
  carried_totals_actor totals = {};   ///< reads what leaving workers have counted, or null
  event_book_actor events = {};       ///< keeps what happens, or null
  program_keeper_actor programs = {}; ///< runs what runs beside the workers, or null
  std::function<double()> random;     ///< uniform in [0, 1)
};

} // namespace mw
