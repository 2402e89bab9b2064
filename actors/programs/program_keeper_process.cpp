// The program keeper, the life of one process: see program_keeper.hpp.
#include "actors/log/log.hpp"
#include "actors/processes/guardian_keeper.hpp"
#include "actors/processes/process_end.hpp"
#include "actors/processes/steady_time.hpp"
#include "actors/programs/program_keeper.hpp"
#include "net/process/child_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include <unistd.h>

namespace mw {

namespace {

using std::chrono::milliseconds;

/// A master may run below another one, which counts its programs as well.
std::string family_mark(uint64_t serial) {
  return fmt::format("MW_PROGRAM={}.{}", ::getpid(), serial);
}

net::process_family family_of(const process_key& process) {
  return {process.pid, family_mark(process.serial)};
}

} // namespace

program_keeper_state::program program_keeper_state::make(const program_command& command) {
  auto info = process_info{.key = {}, .version = "-"};
  info.state = worker_state::waiting;
  info.name = command.name;
  return {.command = command, .info = std::move(info)};
}

void program_keeper_state::start(program& one) {
  one.info.key = {.serial = ++last_serial_};
  one.info.restart_in = 0;
  one.began = self_->clock().now();
  one.leader_ended_at.reset();
  auto command = one.command.command;
  command.environment.push_back(family_mark(one.info.key.serial));
  command.leads_group = true;
  auto child = net::start(command);
  if (!child)
    return current_ended(one,
                         {.name = one.command.name,
                          .cause = fmt::format("cannot be started: {}: {}",
                                               one.command.command.path, child.error().message())});
  one.info.key.pid = child->pid;
  one.info.key.started = steady_seconds(self_->clock());
  one.info.state = worker_state::ready;
  if (guardian_)
    if (auto error = guard(self_, guardian_, child->pidfd.get(), child->pid))
      log::warning("the program '{}' may outlive a master that is killed: {}", one.command.name,
                   error.message());
  one.pidfd.emplace(self_->io(), child->pidfd.release());
  self_->send(master_, program_started{one.command.name, child->pid});
  watch(one.info.key.serial);
}

void program_keeper_state::watch(uint64_t serial) {
  auto* one = find(serial);
  one->pidfd->async_wait(asio::posix::stream_descriptor::wait_read,
                         self_->bind([this, serial](asio::error_code error) {
                           if (!error)
                             leader_ended(serial);
                         }));
}

/// The leader is not reaped before its family is gone: its pid names the group, and what is left
/// may hold ports that the next process wants.
void program_keeper_state::leader_ended(uint64_t serial) {
  auto* one = find(serial);
  if (one == nullptr || !one->pidfd)
    return;
  if (family_of(one->info.key).others().empty()) {
    if (auto status = net::reap(one->pidfd->native_handle()))
      return ended(serial, *status);
    return watch(serial);
  }
  if (!std::exchange(one->leader_ended_at, self_->clock().now()))
    end_rest(*one);
  else if (one->stopping.is_last()) // some may have been born meanwhile
    family_of(one->info.key).signal(SIGKILL);
  self_->after(family_poll, [this, serial] { leader_ended(serial); });
}

void program_keeper_state::end_rest(program& one) {
  if (one.stopping.has_begun())
    return;
  log::warning("the program '{}' ({}) has ended and left processes behind: they get SIGTERM",
               one.command.name, one.info.key.pid);
  one.stopping.plan({{SIGTERM, rest_time_limit, {}}, {SIGKILL, {}, {}}});
  next_stop_step(one);
}

void program_keeper_state::ended(uint64_t serial, const net::exit_status& status) {
  auto& one = *find(serial);
  one.pidfd.reset();
  auto news = program_ended{.name = one.command.name,
                            .pid = one.info.key.pid,
                            .exit_code = status.code,
                            .signal = status.signal,
                            .cause = one.cause};
  auto same = [&](const program& other) { return &other == &one; };
  if (auto old = std::find_if(old_.begin(), old_.end(), same); old != old_.end()) {
    news.is_current = false;
    self_->send(master_, std::move(news));
    old_.erase(old);
  } else {
    current_ended(one, std::move(news));
  }
  tell_change();
  tell_if_all_gone();
}

void program_keeper_state::current_ended(program& one, program_ended news) {
  auto end = one.leader_ended_at.value_or(self_->clock().now());
  auto lived = std::chrono::duration_cast<milliseconds>(end - one.began);
  auto served = lived >= program_proof_time ? std::optional{lived} : std::nullopt;
  auto delay = one.policy.after_end(served, random_());
  auto why = news.pid == 0 ? news.cause : describe(net::exit_status{news.exit_code, news.signal});
  one.info.last_end = fmt::format("program '{}' {}", one.command.name, why);
  one.ended_at = end;
  one.info.key.pid = 0;
  one.info.state = worker_state::over;
  if (!starts_again(news))
    return self_->send(master_, std::move(news));
  news.restart_in = delay.count();
  self_->send(master_, std::move(news));
  ++one.info.restarts;
  one.info.restart_in = delay.count();
  one.info.state = worker_state::waiting;
  if (delay == delay.zero())
    start(one);
  else
    self_->after(delay, [this, serial = one.info.key.serial] { restart(serial); });
}

/// A program that has done its work, or says that it can do none, is left in peace; so is one whose
/// failure ends all, which is the master's to do.
bool program_keeper_state::starts_again(const program_ended& news) const {
  auto number = exit_number(news);
  const auto& last = plan_->no_restart_codes;
  auto is_last = news.signal == 0 && std::find(last.begin(), last.end(), number) != last.end();
  return !stopping_ && number != 0 && !is_last && !(plan_->exit_on_failure && is_failure(news));
}

void program_keeper_state::restart(uint64_t serial) {
  auto* one = stopping_ ? nullptr : find(serial);
  if (one == nullptr || one->pidfd)
    return;
  start(*one);
  tell_change();
}

void program_keeper_state::dismiss(program& one, int signal) {
  one.stopping.plan(stop_steps(signal, plan_->hard_stop_after));
  one.info.state = worker_state::stopping;
  next_stop_step(one);
}

void program_keeper_state::next_stop_step(program& one) {
  const auto& step = one.stopping.take();
  for (auto signal : step.signals()) // it may just have ended: then watch() tells
    family_of(one.info.key).signal(signal);
  if (step.patience > milliseconds{0})
    self_->after(step.patience, [this, serial = one.info.key.serial, taken = one.stopping.taken()] {
      not_stopped(serial, taken);
    });
}

void program_keeper_state::not_stopped(uint64_t serial, uint32_t step) {
  auto* one = find(serial);
  auto why = one == nullptr || !one->pidfd ? std::nullopt : one->stopping.in_vain(step);
  if (!why)
    return;
  if (!one->leader_ended_at)
    one->cause = std::move(*why);
  next_stop_step(*one);
}

program_keeper_state::program* program_keeper_state::find(uint64_t serial) {
  for (auto* programs : {&current_, &old_})
    for (auto& one : *programs)
      if (one.info.key.serial == serial)
        return &one;
  return nullptr;
}

} // namespace mw
