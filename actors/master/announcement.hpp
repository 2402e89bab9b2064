// All that happens to the service as one value each, for the log, the event book and the launcher:
// every sentence of the master stands here once.
#pragma once

#include "actors/log/line_text.hpp"
#include "messages/processes/events.hpp"
#include "messages/processes/program.hpp"
#include "messages/protocols/master.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// The steps of the service that its launcher hears of.
enum class service_step : uint8_t {
  none,
  started,
  reloading,
  reloaded,
  reload_failed,
  stopping,
  stopped,
};

/// One thing that has happened, in the words of each who is told.
struct announcement {
  struct line {
    log::severity level;
    std::string text;

    friend bool operator==(const line&, const line&) = default;
  };

  std::vector<line> lines = {};              ///< for the log
  std::optional<lifecycle_event> entry = {}; ///< for the event book, without its time
  service_step step = service_step::none;    ///< for the launcher
  int exit_code = 0;                         ///< of the step `stopped`

  friend bool operator==(const announcement&, const announcement&) = default;
};

namespace announce {

announcement worker_start(const process_key& process);
announcement worker_is_ready(const process_key& process, const std::string& version);
announcement liveness(const worker_liveness& news);

/// The end of a worker that serves.
announcement current_ended(const worker_ended& news);
/// The end of a worker that a reload has replaced.
announcement former_ended(const worker_ended& news);
/// The end of a new worker of a reload, which fails by it.
announcement candidate_ended(const worker_ended& news);
/// An end that was to be expected: only the event book has it.
announcement expected_end(const worker_ended& news);
announcement expected_end(const program_ended& news);

announcement restart(const process_key& process, std::chrono::milliseconds delay);
announcement no_restart(int32_t relative);
/// A first start that has failed. `starts`: how many there were; none: its code forbids another
/// one.
announcement gave_up(int32_t relative, std::optional<unsigned> starts);
announcement exit_on_failure();

announcement started();
announcement reload_begun(bool hard);
announcement configuration_overdue(std::chrono::seconds limit);
announcement reload_done();
/// Why has been told before.
announcement reload_failed();
/// More old workers are alive than is usual.
announcement many_old_workers(size_t count);
announcement stopping();
/// Names the processes that hold up the end, some time after they were told to end at once.
announcement waiting(const std::vector<std::string>& names, std::chrono::seconds left);
announcement stopped(int exit_code);

announcement program_start(const program_started& news);
announcement program_end(const program_ended& news);
/// The end of a program by which the service ends: `exit-on-failure`.
announcement fatal_end(const program_ended& news);

} // namespace announce

} // namespace mw
