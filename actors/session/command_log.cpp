// The command log: see command_log.hpp.
#include "actors/session/command_log.hpp"

#include "actors/log/log.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace mw {

namespace {

// A burst of commands is printed before it takes much memory.
constexpr size_t most_waiting = 256;

} // namespace

command_log_state::command_log_state(runtime::host<handle>* self, event_book_actor counts)
    : self_(self), counts_(std::move(counts)) {}

command_log_state::~command_log_state() {
  print();
}

command_log_actor::behavior_type command_log_state::make_behavior() {
  return {
      [this](command_records& records) { take(records); },
  };
}

/// Takes records. With `-q` none is printed, so that they are counted and not kept.
void command_log_state::take(command_records& records) {
  if (counts_)
    not_told_ += records.all.size();
  if (log::is_on(log::severity::info))
    std::move(records.all.begin(), records.all.end(), std::back_inserter(waiting_));
  if (records.keeper)
    keepers_.push_back(std::move(records.keeper));
  if (waiting_.size() >= most_waiting)
    print();
  if (!waiting_.empty() || not_told_ > 0 || !keepers_.empty())
    remind();
}

/// Orders the next print. It is about many commands: none of them is its cause.
void command_log_state::remind() {
  if (std::exchange(reminded_, true))
    return;
  auto nobody = trace::scope{trace::context{}};
  self_->after(log_delay, [this] { collect(); });
}

/// Asks sessions for what they keep. One that does not answer has ended, and has sent it before.
void command_log_state::collect() {
  reminded_ = false;
  auto keepers = std::exchange(keepers_, {});
  asked_ += keepers.size() + 1;
  for (const auto& keeper : keepers)
    self_->request(keeper, log_delay, records_due{})
        .then([this](command_records& records) { take(records), collected(); },
              [this](const caf::error&) { collected(); });
  collected();
}

void command_log_state::collected() {
  if (--asked_ > 0)
    return;
  print();
  tell_count();
}

void command_log_state::tell_count() {
  if (not_told_ > 0)
    self_->send(counts_, commands_done{std::exchange(not_told_, 0)});
}

/// Prints the sessions' commands in the order in which they began.
void command_log_state::print() {
  std::stable_sort(waiting_.begin(), waiting_.end(),
                   [](const auto& one, const auto& other) { return one.id < other.id; });
  auto begin = log::line_begin(log::severity::info);
  auto lines = std::string{};
  for (const auto& record : waiting_)
    log::append_line(lines, begin, to_log_line(record));
  log::write_lines(log::severity::info, lines);
  waiting_.clear();
}

} // namespace mw
