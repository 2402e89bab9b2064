// A merge: see merge_run.hpp.
#include "actors/merge/merge_run.hpp"

#include "messages/numbers/merged_text.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

// The totals live on another thread, and wait for nobody.
constexpr auto totals_time_limit = std::chrono::seconds{5};

} // namespace

merge_run_state::merge_run_state(runtime::host<handle>* self, merge_order order, target where,
                                 std::vector<fan_out_branch> branches, merge_sources sources)
    : branched_runner(self, std::move(branches)),
      order_(std::move(order)),
      where_(std::move(where)),
      sources_(std::move(sources)) {}

/// The workers are asked at the session's level, for numbers without a severity in front.
void merge_run_state::start(const run_command& command) {
  command_ = run_command{.id = command.id, .level = command.level};
  begin_report();
}

void merge_run_state::begin_report() {
  auto what = order_.reports.at(report_number_);
  auto commands = worker_commands(order_, what);
  commands_.assign(commands.begin(), commands.end());
  merger_.emplace(what);
  samples_.clear();
  ask_next();
}

void merge_run_state::ask_next() {
  command_.text = std::move(commands_.front());
  commands_.pop_front();
  asked_at_ = now();
  reading_ = true;
  branches_.run(command_);
  take_answers();
}

void merge_run_state::look() {
  if (reading_)
    take_answers();
}

/// Others' samples must not get old while one worker is waited for.
std::chrono::seconds merge_run_state::patience() const {
  return order_.shape == merge_order::form::nothing ? sample_time_limit : branch_time_limit;
}

/// The client has read so much of the answer.
void merge_run_state::credit(const reply_credit& more) {
  answer_.credit(more.bytes);
  if (text_)
    print_rest();
}

void merge_run_state::take_answers() {
  while (auto* one = branches_.at_turn()) {
    if (!one->end && one->kept.size() > most_merged_text)
      branches_.give_up(*one, fmt::format("{} has answered more than {} MiB",
                                          to_string(one->worker.process),
                                          most_merged_text / (1024 * 1024)));
    if (!one->end)
      return branches_.credit(one->window.in_flight());
    if (one->end->empty())
      take_answer(*one);
    one->kept = {};
    branches_.next_turn();
  }
  answers_read();
}

void merge_run_state::take_answer(command_branches::branch& from) {
  auto what = order_.reports[report_number_];
  auto table = parse_typed(what, from.kept);
  auto has_rows = what == report::stat || (table && !table->rows.empty()); // there may be no proxy
  if (!table || !has_rows) {
    auto why = table ? std::string{"it is empty"} : table.error();
    from.end = fmt::format("{} has answered nothing that can be merged: {}",
                           to_string(from.worker.process), why);
    return;
  }
  merger_->add(*table, !from.worker.is_old);
  if (commands_.empty())
    samples_.push_back({from.worker.process, what, asked_at_, now(),
                        std::make_shared<const counter_table>(counters_of(what, *table))});
}

/// Tells nothing out of the totals if no worker has answered: perhaps they refuse it to this
/// session.
void merge_run_state::answers_read() {
  reading_ = false;
  if (!commands_.empty())
    return ask_next();
  if (!sources_.totals || samples_.empty())
    return totals_known({});
  ask_for_totals({where_, order_.reports[report_number_], std::move(samples_)});
}

void merge_run_state::ask_for_totals(ask_totals question) {
  self_->request(sources_.totals, totals_time_limit, std::move(question))
      .then([this](const totals_reading& totals) { totals_known(totals); },
            [this](const caf::error&) { totals_known({}); });
}

void merge_run_state::totals_known(const totals_reading& totals) {
  if (order_.shape != merge_order::form::nothing) {
    const auto* carried = order_.current_only ? nullptr : totals.counters.get();
    merged_.push_back(merger_->finish(carried));
    if (carried != nullptr && totals.left_out > 0)
      merged_.back().not_merged.push_back(
          fmt::format("the counters of {} rows of workers that are gone", totals.left_out));
  }
  merger_.reset();
  next_report();
}

void merge_run_state::next_report() {
  using form = merge_order::form;
  if (++report_number_ < order_.reports.size())
    begin_report();
  else if (order_.shape == form::nothing)
    finish({});
  else if (order_.shape == form::metrics)
    print_metrics();
  else
    print_merged();
}

void merge_run_state::print_merged() {
  auto notes = std::vector<std::string>{};
  for (const auto& what : merged_.back().not_merged)
    notes.push_back("not merged: " + what);
  for (const auto& one : branches_.all())
    if (!one.end->empty())
      notes.push_back(*one.end);
  if (auto answered = branches_.answered(); answered < branches_.all().size())
    notes.push_back(fmt::format("{} of {} workers answered", answered, branches_.all().size()));
  finish(merged_text(merged_.back(), order_.shape, notes) + "\n");
}

void merge_run_state::finish(std::string text) {
  text_ = std::move(text);
  print_rest();
}

/// As fast as the client reads.
void merge_run_state::print_rest() {
  auto part = text_->substr(printed_, answer_.room());
  printed_ += part.size();
  answer_.write(std::move(part));
  if (printed_ == text_->size())
    end();
}

int64_t merge_run_state::now() const {
  auto since_epoch = self_->clock().now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(since_epoch).count();
}

} // namespace mw
