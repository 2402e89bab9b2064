// A fan-out: see fan_out.hpp.
#include "actors/merge/fan_out.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

/// Names a worker in the line above its answer; a worker that is not there has no pid.
std::string worker_name(const fan_out_branch& worker) {
  const auto& process = worker.process;
  return process.pid == 0 ? fmt::format("worker {}", process.relative) : to_string(process);
}

std::string header(const fan_out_branch& worker) {
  return fmt::format("# {}{}\n", worker.is_old ? "old " : "", worker_name(worker));
}

} // namespace

void fan_out_state::start(const run_command& command) {
  branches_.run(command);
  look();
}

/// Lets the worker whose turn it is send on: the others wait for theirs.
void fan_out_state::credit(const reply_credit& more) {
  branches_.credit(more.bytes);
}

void fan_out_state::look() {
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
  answer_.write(std::move(text));
}

void fan_out_state::finish() {
  if (!branches_.have_all_answered())
    answer_.write(
        fmt::format("{} of {} workers answered\n\n", branches_.answered(), branches_.all().size()));
  end();
}

} // namespace mw
