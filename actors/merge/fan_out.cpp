// A fan-out: see fan_out.hpp.
#include "actors/merge/fan_out.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

/// One that is not there has no pid.
std::string worker_name(const fan_out_branch& worker) {
  const auto& process = worker.process;
  return process.pid == 0 ? fmt::format("worker {}", process.relative) : to_string(process);
}

std::string header(const fan_out_branch& worker) {
  return fmt::format("# {}{}\n", worker.is_old ? "old " : "", worker_name(worker));
}

} // namespace

fan_out_state::fan_out_state(runtime::host<handle>* self, std::vector<fan_out_branch> branches)
    : self_(self), branches_(self, std::move(branches)) {
  self_->set_down_handler([this](caf::down_msg&) { cancel(); }); // the session has ended
}

fan_out_actor::behavior_type fan_out_state::make_behavior() {
  return {
      [this](run_command& command, reply_sink_actor& sink) { run(command, std::move(sink)); },
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
  branches_.run(command);
  self_->delayed_send(self_, branch_check_period, check_branches{});
  print_what_is_there();
}

void fan_out_state::chunk(const reply_chunk& part) {
  if (branches_.take(part))
    print_what_is_there();
}

/// It is for whose turn it is: the others wait for theirs.
void fan_out_state::credit(const reply_credit& more) {
  branches_.credit(more.bytes);
}

void fan_out_state::ended(const reply_end& end) {
  if (branches_.take(end))
    print_what_is_there();
}

void fan_out_state::cancel() {
  branches_.cancel();
  self_->quit();
}

void fan_out_state::check() {
  branches_.give_up_silent(branch_time_limit);
  self_->delayed_send(self_, branch_check_period, check_branches{});
  print_what_is_there();
}

void fan_out_state::print_what_is_there() {
  while (auto* one = branches_.at_turn()) {
    print_branch(*one);
    if (!one->end)
      return;
    branches_.next_turn();
  }
  finish();
}

void fan_out_state::print_branch(command_branches::branch& one) {
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
  auto answered = branches_.answered();
  auto status = answered < branches_.all().size() ? end_status::partial : end_status::ok;
  if (status == end_status::partial)
    print(fmt::format("{} of {} workers answered\n\n", answered, branches_.all().size()));
  self_->send(sink_, reply_end{.id = id_, .status = status});
  self_->quit();
}

void fan_out_state::print(std::string text) {
  self_->send(sink_, reply_chunk{id_, std::move(text)});
}

} // namespace mw
