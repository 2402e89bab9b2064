// The master, what runs beside the workers: see master.hpp.
#include "actors/master/master.hpp"
#include "actors/processes/program_end.hpp"

#include <algorithm>

namespace mw {

/// Not before the workers serve: a start or a reload that fails runs nothing.
void master_state::run_programs_of_plan(bool hard) {
  if (!environment_.programs)
    return;
  programs_gone_ = false;
  self_->send(environment_.programs, run_programs{plan_box{current_.plan}, hard},
              master_actor{self_});
}

void master_state::program_has_started(const program_started& news) {
  tell(log::severity::notice, fmt::format("New program '{}' ({}) forked", news.name, news.pid));
  note(lifecycle_event::kind::program_started, {},
       fmt::format("program '{}' ({})", news.name, news.pid));
}

void master_state::program_has_ended(const program_ended& news) {
  auto status = net::exit_status{news.exit_code, news.signal};
  note(lifecycle_event::kind::program_ended, {},
       fmt::format("program '{}' ({}) {}", news.name, news.pid,
                   news.pid == 0 ? news.cause : describe(status)));
  if (exit_code_)
    return;
  tell_end(news);
  if (!news.is_current)
    return;
  if (news.restart_in != program_ended::never)
    return tell(log::severity::notice, fmt::format("the program '{}' is started again in {} ms",
                                                   news.name, news.restart_in));
  if (!current_.plan->exit_on_failure || !is_failure(news))
    return tell(log::severity::notice,
                fmt::format("the program '{}' is not started again", news.name));
  tell(log::severity::alert, "exit-on-failure: killing every processes with SIGTERM");
  stop(SIGTERM, exit_number(news));
}

void master_state::tell_end(const program_ended& news) {
  auto status = net::exit_status{news.exit_code, news.signal};
  auto level = news.is_current ? log::severity::alert : log::severity::warning;
  if (news.pid == 0)
    return tell(level, fmt::format("The program '{}' {}", news.name, news.cause));
  auto cause = news.cause.empty() ? "" : ", as it " + news.cause;
  tell(level, fmt::format("{} program '{}' ({}) exited with code {} ({}){}",
                          news.is_current ? "Current" : "Former", news.name, news.pid,
                          status.number(), to_string(status), cause));
}

/// How many reloads a process has seen is known here only.
void master_state::programs_are(programs_changed news) {
  auto known = std::exchange(programs_, std::move(news));
  programs_told_at_ = self_->clock().now();
  for (auto* programs : {&programs_.current, &programs_.old})
    for (auto& one : *programs)
      for (auto* before : {&known.current, &known.old})
        for (const auto& other : *before)
          if (other.key.serial == one.key.serial)
            one.reloads = other.reloads;
}

void master_state::all_programs_gone() {
  programs_gone_ = true;
  programs_ = {};
  finish_if_all_ended();
}

std::vector<process_info> master_state::seen(std::vector<process_info> programs) const {
  using std::chrono::milliseconds;
  auto since = std::chrono::duration_cast<milliseconds>(self_->clock().now() - programs_told_at_);
  for (auto& one : programs) {
    auto began = time_point{std::chrono::seconds{one.key.started}};
    one.uptime = one.key.pid == 0 ? 0 : seconds_since(began);
    one.restart_in = std::max<int64_t>(one.restart_in - since.count(), 0);
  }
  return programs;
}

} // namespace mw
