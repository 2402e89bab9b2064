// The programs beside the workers: see program_table.hpp.
#include "actors/master/program_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace mw {

namespace {

void carry_reloads(std::vector<process_info>& to, const std::vector<process_info>& from) {
  for (auto& one : to)
    for (const auto& other : from)
      if (other.key.serial == one.key.serial)
        one.reloads = other.reloads;
}

/// The row of `show proc`, with the times that go by.
process_info row_of(process_info info, caf::actor_clock::time_point told_at,
                    caf::actor_clock::time_point now) {
  using namespace std::chrono;
  auto began = caf::actor_clock::time_point{seconds{info.key.started}};
  info.uptime = info.key.pid == 0 ? 0 : duration_cast<seconds>(now - began).count();
  auto since_told = now - told_at;
  if (!info.last_end.empty())
    info.ended_ago += duration_cast<seconds>(since_told).count();
  auto waited = duration_cast<milliseconds>(since_told).count();
  info.restart_in = std::max<int64_t>(info.restart_in - waited, 0);
  return info;
}

} // namespace

void program_table::take(programs_changed news, time_point now) {
  auto before = std::exchange(now_, std::move(news));
  told_at_ = now;
  for (auto* rows : {&now_.current, &now_.old})
    for (const auto* known : {&before.current, &before.old})
      carry_reloads(*rows, *known);
}

void program_table::count_reload() {
  for (auto* rows : {&now_.current, &now_.old})
    for (auto& one : *rows)
      ++one.reloads;
}

std::vector<std::string> program_table::processes() const {
  auto names = std::vector<std::string>{};
  for (const auto* rows : {&now_.current, &now_.old})
    for (const auto& one : *rows)
      if (one.key.pid != 0)
        names.push_back(fmt::format("program '{}' ({})", one.name, one.key.pid));
  return names;
}

void program_table::list(process_table& to, time_point now) const {
  for (const auto& one : now_.current)
    to.programs.push_back(row_of(one, told_at_, now));
  for (const auto& one : now_.old)
    to.old_programs.push_back(row_of(one, told_at_, now));
}

} // namespace mw
