// The parts of the master, for those parts that act on the others.
#pragma once

#include "actors/master/master_environment.hpp"
#include "actors/master/program_table.hpp"
#include "actors/master/reporter.hpp"
#include "actors/master/worker_processes.hpp"
#include "actors/master/worker_table.hpp"
#include "actors/runtime/component.hpp"
#include "messages/processes/service_state.hpp"

namespace mw {

/// The route news answers at once; should it not, a start or reload is not held up by that.
inline constexpr auto route_news_time_limit = std::chrono::seconds{5};

struct master_parts {
  runtime::host<master_actor>* self;
  route_news_actor route_news;
  master_environment environment;
  worker_processes processes{self, environment.start_worker};
  worker_table workers = {};
  program_table programs = {};
  bool programs_run =
      false; ///< the program keeper has been told to run some, and not said that all are gone
  service_state state = service_state::starting;
  kept_log log = {};
  reporter reports = {};

  worker_table::time_point now() const { return self->clock().now(); }

  /// Starts the process of a worker that waits for one.
  void start(worker& one) {
    if (workers.begin_start(one))
      processes.start(one, workers.predecessor_of(one));
  }

  /// Runs the programs of the serving plan. Not before the workers serve: a start or a reload that
  /// fails runs nothing.
  void run_programs(bool hard) {
    if (!environment.programs)
      return;
    programs_run = true;
    self->send(environment.programs, mw::run_programs{plan_box{workers.plan()}, hard},
               master_actor{self});
  }
};

} // namespace mw
