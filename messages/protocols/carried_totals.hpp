// The protocol of the carried totals: they remember what workers have counted, also those that are
// gone.
#pragma once

#include "messages/cli/target.hpp"
#include "messages/numbers/counter_table.hpp"
#include "messages/protocols/route_news.hpp"

namespace mw {

/// A reading of one worker's counters, taken at a moment between two.
struct worker_sample {
  process_key process = {};
  report what = report::info;
  int64_t asked_at = 0;    ///< nanoseconds of the steady clock
  int64_t answered_at = 0; ///< the same
  counter_table_ptr counters = {};
};

/// Brings samples, and asks for the sums of all that the processes of this target have counted,
/// with those that had the same numbers before, or, for `@old`, have left.
struct ask_totals {
  target where = {};
  report what = report::info;
  std::vector<worker_sample> samples = {};
};

template <class Inspector>
auto inspect(Inspector& f, ask_totals& x) {
  auto samples = x.samples.size();
  return inspect_fields(f, "ask_totals", x.where, samples);
}

struct totals_reading {
  counter_table_ptr counters = {}; ///< null: none
  size_t left_out = 0;             ///< rows for which there was no room, since the start
};

MW_MESSAGE(totals_reading, left_out)

/// Asks to read the counters of these workers now: they are about to be told to leave.
struct last_call {
  std::vector<process_key> processes = {};

  friend bool operator==(const last_call&, const last_call&) = default;
};

MW_MESSAGE(last_call, processes)

/// Tells that the workers have been read, or did not answer.
struct last_call_over {};

MW_MESSAGE(last_call_over)

/// Keeps the last reading of every worker's counters.
using carried_totals_actor = protocol<
    // From a merge: kept, and summed up.
    caf::result<totals_reading>(ask_totals),
    // From the master, before a reload dismisses workers.
    caf::result<last_call_over>(last_call),
    // From the route news.
    caf::result<void>(worker_up, worker_proxy_actor),
    // From the route news.
    caf::result<void>(worker_down),
    // From the route news.
    caf::result<void>(worker_leaving),
    // From the route news.
    caf::result<void>(service_news),
    // From a merge that takes samples.
    caf::result<void>(reply_chunk),
    // From a merge that takes samples.
    caf::result<void>(reply_end)>;

} // namespace mw
