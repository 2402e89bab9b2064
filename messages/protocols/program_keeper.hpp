// The protocol of the program keeper, which runs the programs of the sections `program`.
#pragma once

#include "messages/base/health.hpp"
#include "messages/protocols/configuration_loader.hpp"
#include "messages/protocols/master.hpp"

namespace mw {

/// Asks to run these programs from now on. Programs that run already are replaced, or left alone if
/// they say so; programs that are not listed are told to end.
struct run_programs {
  plan_box plan;
  bool hard = false; ///< replaced processes get SIGTERM, not SIGUSR1
};

MW_MESSAGE(run_programs, plan, hard)

/// Asks to end all programs, by this signal and later by harder ones. A second request sends its
/// signal at once.
struct stop_programs {
  int32_t signal = 0;

  friend bool operator==(const stop_programs&, const stop_programs&) = default;
};

MW_MESSAGE(stop_programs, signal)

/// Starts the programs, restarts them, replaces them, stops them.
using program_keeper_actor = protocol<
    // From the master, which is told what becomes of them.
    caf::result<void>(run_programs, master_actor),
    // From the master.
    caf::result<void>(stop_programs),
    // From the watchdog.
    caf::result<alive>(health_check)>;

} // namespace mw
