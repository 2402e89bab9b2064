// The program keeper, what runs and for whom: see program_keeper.hpp.
#include "actors/programs/program_keeper.hpp"

#include <algorithm>
#include <csignal>
#include <iterator>

namespace mw {

program_keeper_state::program_keeper_state(runtime::host<handle>* self,
                                           std::function<double()> random,
                                           guardian_keeper_actor guardian)
    : self_(self), random_(std::move(random)), guardian_(std::move(guardian)) {}

program_keeper_actor::behavior_type program_keeper_state::make_behavior() {
  return {
      [this](const run_programs& order, const master_actor& master) {
        master_ = master;
        run(order);
      },
      [this](const stop_programs& how) { stop(how.signal); },
      [](const health_check&) { return alive{}; },
  };
}

/// Programs that go are told before others start: they may want the same port.
void program_keeper_state::run(const run_programs& order) {
  if (stopping_)
    return;
  plan_ = order.plan.plan;
  auto staying = dismiss_replaced(order.hard ? SIGTERM : SIGUSR1);
  for (const auto& command : plan_->programs) {
    auto same = std::find_if(staying.begin(), staying.end(),
                             [&](const program& one) { return one.command.name == command.name; });
    auto stays = same != staying.end();
    current_.push_back(stays ? std::move(*same) : make(command));
    current_.back().command = command;
    if (!stays)
      start(current_.back());
  }
  tell_change();
}

/// The current programs, without those that another process, or nothing, is to follow.
std::vector<program_keeper_state::program> program_keeper_state::dismiss_replaced(int signal) {
  auto staying = std::vector<program>{};
  auto leaving = std::vector<program>{};
  for (auto& one : std::exchange(current_, {}))
    if (is_left_alone(one)) {
      staying.push_back(std::move(one));
    } else if (one.pidfd) {
      dismiss(one, signal);
      leaving.push_back(std::move(one));
    }
  old_.insert(old_.begin(), std::move_iterator{leaving.begin()}, std::move_iterator{leaving.end()});
  return staying;
}

bool program_keeper_state::is_left_alone(const program& one) const {
  const auto& all = plan_->programs;
  return std::any_of(all.begin(), all.end(), [&](const program_command& other) {
    return other.name == one.command.name && !other.start_on_reload;
  });
}

void program_keeper_state::stop(int signal) {
  stopping_ = true;
  for (auto* programs : {&current_, &old_})
    for (auto& one : *programs)
      if (one.pidfd)
        dismiss(one, signal);
  tell_change();
  tell_if_all_gone();
}

void program_keeper_state::tell_change() {
  auto news = programs_changed{};
  for (const auto& one : current_)
    news.current.push_back(row_of(one));
  for (const auto& one : old_)
    news.old.push_back(row_of(one));
  self_->send(master_, std::move(news));
}

process_info program_keeper_state::row_of(const program& one) const {
  using std::chrono::seconds;
  auto info = one.info;
  if (one.ended_at)
    info.ended_ago =
        std::chrono::duration_cast<seconds>(self_->clock().now() - *one.ended_at).count();
  return info;
}

void program_keeper_state::tell_if_all_gone() {
  auto runs = [](const program& one) { return one.pidfd.has_value(); };
  if (stopping_ && old_.empty() && std::none_of(current_.begin(), current_.end(), runs))
    self_->send(master_, programs_gone{});
}

} // namespace mw
