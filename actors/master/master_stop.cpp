// The master, how it stops: see master.hpp.
#include "actors/master/master.hpp"
#include "actors/processes/stop_steps.hpp"

#include <csignal>
#include <utility>

namespace mw {

namespace {

/// A stop that takes longer says what it waits for: to a person the program seems to hang.
constexpr auto quiet_stop_time = std::chrono::seconds{2};

} // namespace

void master_state::got_signal(int signal) {
  switch (signal) {
  case SIGUSR1:
    return stop(SIGUSR1, 0);
  case SIGTERM:
    return stop(SIGTERM, 0);
  case SIGINT:
    return stop(SIGINT, 128 + SIGINT);
  case SIGUSR2:
  case SIGHUP:
    return reload_.want(false);
  default: // TTIN, TTOU: the workers pause and resume
    parts_.workers.for_each([&](const worker& one) { parts_.processes.signal(one, signal); });
  }
}

void master_state::stop(int signal, int exit_code) {
  auto is_first = !is_ending(parts_.state);
  auto event = signal == SIGUSR1 ? service_event::finish : service_event::stop;
  if (!service_life.advance(parts_.state, event))
    return;
  if (is_first) {
    parts_.reports.tell(announce::stopping());
    reload_.abandon();
  }
  exit_code_ = exit_code;
  parts_.environment.observer->may_take(stop_time_limit);
  auto kills = parts_.state == service_state::killing;
  parts_.workers.for_each([&](worker& one) {
    worker_life.advance(one.info.state, worker_event::stop);
    if (kills)
      parts_.processes.signal(one, SIGKILL);
    else
      parts_.processes.stop(one, signal);
  });
  if (parts_.programs_run)
    parts_.self->send(parts_.environment.programs, stop_programs{kills ? SIGKILL : signal});
  if (parts_.state == service_state::stopping)
    parts_.self->after(quiet_stop_time, [this] { tell_what_is_waited_for(); });
  finish_if_all_ended();
}

void master_state::tell_what_is_waited_for() {
  if (parts_.state != service_state::stopping)
    return;
  auto names = parts_.workers.processes();
  for (auto& program : parts_.programs.processes())
    names.push_back(std::move(program));
  if (!names.empty())
    parts_.reports.tell(announce::waiting(names, stop_time_limit - quiet_stop_time));
}

void master_state::finish_if_all_ended() {
  if (!is_ending(parts_.state) || parts_.programs_run || parts_.workers.has_processes())
    return;
  parts_.reports.tell(announce::stopped(exit_code_));
  parts_.processes.end();
  parts_.self->quit();
}

} // namespace mw
