// The programs beside the workers, as `show proc` has them.
#pragma once

#include "messages/processes/process.hpp"
#include "messages/processes/program.hpp"

#include <caf/actor_clock.hpp>

namespace mw {

/// Keeps what the program keeper has told last, and counts the reloads that each process has seen,
/// which only the master knows.
class program_table {
public:
  using time_point = caf::actor_clock::time_point;

  void take(programs_changed news, time_point now);

  /// A reload has begun.
  void count_reload();

  void clear() { now_ = {}; }

  /// The processes by name: `program 'api' (71)`.
  std::vector<std::string> processes() const;

  /// Adds the programs' rows to `show proc`'s table.
  void list(process_table& to, time_point now) const;

private:
  programs_changed now_;
  time_point told_at_ = {};
};

} // namespace mw
