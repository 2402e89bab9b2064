// One command on several workers: see command_branches.hpp.
#include "actors/merge/command_branches.hpp"

#include <caf/send.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace mw {

command_branches::command_branches(runtime::host<fan_out_actor>* self,
                                   std::vector<fan_out_branch> workers)
    : self_(self) {
  for (auto& worker : workers) {
    auto& one = all_.emplace_back(branch{.worker = std::move(worker)});
    if (!one.worker.runner)
      one.end = one.worker.reason;
  }
}

command_branches::~command_branches() {
  for (const auto& one : all_)
    for (const auto& runner : one.worker.further)
      caf::anon_send_exit(runner, caf::exit_reason::user_shutdown);
}

void command_branches::take_next_runner(branch& one) {
  if (one.id == 0 || one.worker.further.empty())
    return;
  one.worker.runner = std::move(one.worker.further.back());
  one.worker.further.pop_back();
}

void command_branches::run(const run_command& command) {
  turn_ = 0;
  for (auto& one : all_) {
    if (one.end && !one.end->empty())
      continue;
    take_next_runner(one);
    one.id = trace::next();
    one.end.reset();
    one.window = {};
    one.last_sign = self_->clock().now();
    auto copy = command;
    copy.id = one.id;
    self_->send(one.worker.runner, std::move(copy), reply_sink_actor{self_});
  }
}

bool command_branches::take(const reply_chunk& part) {
  auto* one = find(part.id);
  if (one == nullptr || one->end)
    return false;
  one->last_sign = self_->clock().now();
  one->window.sent(part.bytes.size());
  one->kept += part.bytes;
  return true;
}

bool command_branches::take(const reply_end& end) {
  auto* one = find(end.id);
  if (one == nullptr || one->end)
    return false;
  one->kept += end.last;
  one->end = end.error;
  return true;
}

void command_branches::credit(size_t bytes) {
  auto* one = at_turn();
  if (one == nullptr)
    return;
  bytes = one->window.credit(bytes);
  if (bytes == 0)
    return;
  one->last_sign = self_->clock().now();
  if (one->worker.runner)
    self_->send(one->worker.runner, reply_credit{one->id, bytes});
}

void command_branches::give_up(branch& one, std::string why) {
  self_->send(one.worker.runner, cancel_command{one.id});
  one.end = std::move(why);
}

/// Not one that waits for its turn, or for the client.
void command_branches::give_up_silent(std::chrono::seconds limit) {
  auto now = self_->clock().now();
  for (auto& one : all_)
    if (!one.end && !one.window.is_full() && now - one.last_sign >= limit)
      give_up(one, fmt::format("{} has not answered within {}s", to_string(one.worker.process),
                               limit.count()));
}

void command_branches::cancel() {
  for (auto& one : all_)
    if (!one.end)
      self_->send(one.worker.runner, cancel_command{one.id});
}

size_t command_branches::answered() const {
  return static_cast<size_t>(std::count_if(
      all_.begin(), all_.end(), [](const branch& one) { return one.end && one.end->empty(); }));
}

command_branches::branch* command_branches::find(command_id id) {
  auto found = std::find_if(all_.begin(), all_.end(),
                            [&](const branch& one) { return one.id == id && id != 0; });
  return found == all_.end() ? nullptr : &*found;
}

} // namespace mw
