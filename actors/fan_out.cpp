// A fan-out: see fan_out.hpp.
#include "actors/fan_out.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw {

namespace {

constexpr auto check_period = std::chrono::seconds{1};

std::string header(const fan_out_branch& worker) {
  return fmt::format("# {}{}\n", worker.is_old ? "old " : "", to_string(worker.process));
}

} // namespace

fan_out_state::fan_out_state(host<handle>* self, std::vector<fan_out_branch> branches)
    : self_(self) {
  self_->set_down_handler([this](caf::down_msg&) { cancel(); }); // the session has ended
  for (auto& worker : branches)
    branches_.push_back({.worker = std::move(worker), .id = trace::next()});
}

fan_out_actor::behavior_type fan_out_state::make_behavior() {
  return {
      [this](run_command& command, reply_sink_actor& sink) { run(command, std::move(sink)); },
      [](const command_input&) {}, // a command that is not two-way has no input
      [this](const reply_credit& more) { credit(more); },
      [this](const cancel_command&) { cancel(); },
      [this](const reply_chunk& part) { chunk(part); },
      [this](const reply_end& end) { ended(end); },
      [this](const check_branches&) { check(); },
  };
}

void fan_out_state::run(run_command& command, reply_sink_actor sink) {
  id_ = command.id;
  sink_ = std::move(sink);
  self_->monitor(sink_);
  for (auto& one : branches_) {
    one.last_sign = self_->clock().now();
    auto copy = command;
    copy.id = one.id;
    self_->send(one.worker.runner, std::move(copy), reply_sink_actor{self_});
  }
  self_->delayed_send(self_, check_period, check_branches{});
}

void fan_out_state::chunk(const reply_chunk& part) {
  auto* one = find(part.id);
  if (one == nullptr || one->end)
    return;
  one->last_sign = self_->clock().now();
  one->in_flight += part.bytes.size();
  one->kept += part.bytes;
  print_what_is_there();
}

/// It is for whose turn it is: the others wait for theirs.
void fan_out_state::credit(const reply_credit& more) {
  if (turn_ >= branches_.size())
    return;
  auto& one = branches_[turn_];
  auto bytes = std::min(more.bytes, one.in_flight);
  one.in_flight -= bytes;
  one.last_sign = self_->clock().now();
  self_->send(one.worker.runner, reply_credit{one.id, bytes});
}

void fan_out_state::ended(const reply_end& end) {
  auto* one = find(end.id);
  if (one == nullptr || one->end)
    return;
  one->end = end.error;
  answered_ += end.error.empty() ? 1 : 0;
  print_what_is_there();
}

void fan_out_state::cancel() {
  for (auto& one : branches_)
    if (!one.end)
      self_->send(one.worker.runner, cancel_command{one.id});
  self_->quit();
}

void fan_out_state::check() {
  auto now = self_->clock().now();
  for (auto& one : branches_) {
    auto waits_for_client = one.in_flight >= reply_window;
    if (!one.end && !waits_for_client && now - one.last_sign >= branch_time_limit)
      give_up(one);
  }
  self_->delayed_send(self_, check_period, check_branches{});
  print_what_is_there();
}

void fan_out_state::give_up(branch& one) {
  self_->send(one.worker.runner, cancel_command{one.id});
  one.end = fmt::format("{} has not answered within {}s", to_string(one.worker.process),
                        branch_time_limit.count());
}

void fan_out_state::print_what_is_there() {
  while (turn_ < branches_.size()) {
    auto& one = branches_[turn_];
    print_branch(one);
    if (!one.end)
      return;
    ++turn_;
  }
  finish();
}

void fan_out_state::print_branch(branch& one) {
  if (one.kept.empty() && !one.end)
    return;
  auto text = std::exchange(one.begun, true) ? std::string{} : header(one.worker);
  text += std::exchange(one.kept, {});
  if (!text.empty())
    one.in_line = text.back() != '\n';
  if (one.end && !one.end->empty())
    text += (one.in_line ? "\n" : "") + *one.end + "\n\n";
  if (!text.empty())
    print(std::move(text));
}

void fan_out_state::finish() {
  if (answered_ < branches_.size())
    print(fmt::format("{} of {} workers answered\n\n", answered_, branches_.size()));
  self_->send(sink_, reply_end{.id = id_});
  self_->quit();
}

void fan_out_state::print(std::string text) {
  self_->send(sink_, reply_chunk{id_, std::move(text)});
}

fan_out_state::branch* fan_out_state::find(command_id id) {
  auto found = std::find_if(branches_.begin(), branches_.end(),
                            [&](const branch& one) { return one.id == id; });
  return found == branches_.end() ? nullptr : &*found;
}

} // namespace mw
