// A merge: asks several workers for one report, and answers one set of numbers.
#pragma once

#include "actors/merge/branched_runner.hpp"
#include "messages/numbers/merge_order.hpp"
#include "messages/numbers/merged_output.hpp"
#include "messages/protocols/type_ids.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// Other actors that know something about the workers. A null one: that part is not there.
struct merge_sources {
  carried_totals_actor totals = {};
  event_book_actor events = {};
  master_actor master = {};
};

/// A worker that answers more than that is named and has no part in the numbers: 16 MiB, as much as
/// a HAProxy with 5,000 servers.
inline constexpr size_t most_merged_text = size_t{16} * 1024 * 1024;

/// A worker that is silent for so long when samples are taken has no part in them: the others' must
/// not get old meanwhile.
inline constexpr auto sample_time_limit = std::chrono::seconds{2};

/// All workers answer at the same time, but only one answer is read beyond the window at a time,
/// and it becomes numbers when it is complete: memory is bounded by a window for each worker, one
/// answer and the sum.
class merge_run_state final : public branched_runner {
public:
  static constexpr const char* name = "merge";

  /// `where` is what `branches` are the workers of, those that have no runner with the reason.
  merge_run_state(runtime::host<handle>* self, merge_order order, target where,
                  std::vector<fan_out_branch> branches, merge_sources sources);

  void credit(const reply_credit& more) override;

private:
  void start(const run_command& command) override;
  void look() override;
  std::chrono::seconds patience() const override;
  void begin_report();
  void ask_next();
  void take_answers();
  void take_answer(command_branches::branch& from);
  void answers_read();
  void ask_for_totals(ask_totals question);
  void totals_known(const totals_reading& totals);
  void next_report();
  void print_merged();
  void print_metrics();
  void finish(std::string text);
  void print_rest();
  int64_t now() const;

  merge_order order_;
  target where_;
  merge_sources sources_;
  run_command command_;
  size_t report_number_ = 0;         ///< of order_.reports
  std::deque<std::string> commands_; ///< of the report, those to come
  int64_t asked_at_ = 0;             ///< nanoseconds of the steady clock
  bool reading_ = false;             ///< workers are answering
  std::optional<output_merger> merger_;
  std::vector<worker_sample> samples_;
  std::vector<merged_report> merged_; ///< by report
  std::optional<std::string> text_;   ///< the answer, once it is known
  size_t printed_ = 0;                ///< bytes of it
};

} // namespace mw
