// The command log: see command_log.hpp.
#include "actors/command_log.hpp"

#include "actors/log.hpp"

namespace mw {

namespace {

// A burst of commands is printed before it takes much memory.
constexpr size_t most_waiting = 256;

} // namespace

command_log_state::command_log_state(host<handle>* self) : self_(self) {}

command_log_state::~command_log_state() {
  print();
}

command_log_actor::behavior_type command_log_state::make_behavior() {
  return {
      [this](command_record& record) { take(record); },
      [this](const print_records&) { print(); },
  };
}

/// What `-q` forbids need not be kept.
void command_log_state::take(command_record& record) {
  if (!log::is_on(log::severity::info))
    return;
  if (waiting_.empty())
    self_->delayed_send(self_, log_delay, print_records{});
  waiting_.push_back(std::move(record));
  if (waiting_.size() >= most_waiting)
    print();
}

void command_log_state::print() {
  auto lines = std::string{};
  for (const auto& record : waiting_)
    lines += log::line(log::severity::info, to_log_line(record));
  log::write_lines(log::severity::info, lines);
  waiting_.clear();
}

} // namespace mw
