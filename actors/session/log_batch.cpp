// What a session tells the command log: see log_batch.hpp.
#include "actors/session/log_batch.hpp"

#include "actors/session/command_log.hpp"

#include <utility>

namespace mw {

namespace {

// The most records, and the longest text in bytes, that are kept: what is more is told at once.
constexpr size_t most_kept = 64;
constexpr size_t longest_kept = 1024;

} // namespace

log_batch::~log_batch() {
  if (!kept_.empty())
    tell({});
}

void log_batch::begin(command_id id, std::string target, std::string text, time_point now) {
  open_.emplace(open_record{.since = now});
  open_->record.id = id;
  open_->record.target = std::move(target);
  open_->record.text = std::move(text);
}

void log_batch::end(access_level level, std::string_view result, end_status status,
                    time_point now) {
  if (!open_)
    return;
  auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - open_->since);
  auto record = std::move(open_->record);
  open_.reset();
  record.peer = peer_;
  record.level = level_name(level);
  record.result = result;
  record.status = status;
  record.microseconds = took.count();
  add(std::move(record), now);
}

void log_batch::add(command_record record, time_point now) {
  auto keeps_from_now_on = follows_closely(now) && !keeps_;
  auto is_long = record.text.size() > longest_kept;
  kept_.push_back(std::move(record));
  if (keeps_ && !is_long && kept_.size() < most_kept)
    return;
  keeps_ |= keeps_from_now_on;
  tell(keeps_from_now_on ? record_keeper_actor{self_} : record_keeper_actor{});
}

/// Tells the log. Of many commands none is the cause.
void log_batch::tell(record_keeper_actor keeper) {
  auto cause = trace::scope{kept_.size() > 1 ? trace::context{} : trace::here()};
  self_->send(log_, command_records{std::exchange(kept_, {}), std::move(keeper)});
}

bool log_batch::follows_closely(time_point now) {
  auto before = std::exchange(last_, now);
  return before && now - *before < log_delay;
}

command_records log_batch::take_due() {
  keeps_ = false;
  return {std::exchange(kept_, {})};
}

} // namespace mw
