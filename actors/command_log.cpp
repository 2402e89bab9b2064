// The command log: see command_log.hpp.
#include "actors/command_log.hpp"

#include "actors/log.hpp"

namespace mw {

namespace {

// A burst of commands is printed before it takes much memory.
constexpr size_t most_waiting = 256;

} // namespace

command_log_state::command_log_state(host<handle>* self, event_book_actor counts)
    : self_(self), counts_(std::move(counts)) {}

command_log_state::~command_log_state() {
  print();
}

command_log_actor::behavior_type command_log_state::make_behavior() {
  return {
      [this](command_record& record) { take(record); },
      [this](const print_records&) {
        print();
        tell_count();
      },
  };
}

/// What `-q` forbids need not be kept, but counts.
void command_log_state::take(command_record& record) {
  auto is_first = waiting_.empty() && not_told_ == 0;
  auto is_printed = log::is_on(log::severity::info);
  if (counts_)
    ++not_told_;
  if (is_printed)
    waiting_.push_back(std::move(record));
  if (is_first && (is_printed || counts_))
    remind();
  if (waiting_.size() >= most_waiting)
    print();
}

/// What is printed then is of many commands: none of them is the cause.
void command_log_state::remind() {
  auto nobody = trace::scope{trace::context{}};
  self_->delayed_send(self_, log_delay, print_records{});
}

void command_log_state::tell_count() {
  if (not_told_ > 0)
    self_->send(counts_, commands_done{std::exchange(not_told_, 0)});
}

void command_log_state::print() {
  auto begin = log::line_begin(log::severity::info);
  auto lines = std::string{};
  for (const auto& record : waiting_)
    log::append_line(lines, begin, to_log_line(record));
  log::write_lines(log::severity::info, lines);
  waiting_.clear();
}

} // namespace mw
