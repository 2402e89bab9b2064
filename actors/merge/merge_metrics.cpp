// A merge that prints metrics: see merge_run.hpp.
#include "actors/merge/merge_run.hpp"
#include "messages/numbers/metrics_text.hpp"

namespace mw {

namespace {

// Both are on other threads, and wait for nobody.
constexpr auto sources_time_limit = std::chrono::seconds{5};

} // namespace

void merge_run_state::print_metrics() {
  auto workers =
      worker_metrics(merged_) + answer_metrics(branches_.all().size(), branches_.answered()) + "\n";
  auto print = [this, workers](const process_table& processes) {
    self_->request(sources_.events, sources_time_limit, ask_events{})
        .then(
            [this, workers, processes](const event_history& events) {
              finish(master_metrics(processes, events) + workers);
            },
            [this, workers](const caf::error&) { finish(workers); });
  };
  self_->request(sources_.master, sources_time_limit, list_processes{})
      .then(print, [this, workers](const caf::error&) { finish(workers); });
}

} // namespace mw
