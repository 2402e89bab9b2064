// Which processes a target means: see target_finder.hpp.
#include "actors/routing/target_finder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unistd.h>

namespace mw {

namespace {

using outcome = found_process::outcome;

/// Reads the master's pid once: nothing forks here once there are sessions.
pid_t own_pid() {
  static const auto pid = ::getpid();
  return pid;
}

} // namespace

found_process target_finder::find(const target& where) const {
  if (where.form == target::kind::master)
    return {.process = {0, 0, own_pid()}};
  if (where.is_group())
    return find_group(where);
  if (auto process = routes_.find(where))
    return {.process = *process};
  if (where.form == target::kind::relative && where.number > service_.workers)
    return {.result = outcome::no_such_target};
  if (auto reason = routes_.why_not(where))
    return {.result = outcome::not_running, .reason = *reason};
  if (where.form == target::kind::relative)
    return {.result = outcome::not_running,
            .reason = fmt::format("worker {} is not ready yet", where.number)};
  return {.result = outcome::no_such_target};
}

/// A group is whoever is in it when a command comes; a list of numbers must have one that there is.
found_process target_finder::find_group(const target& group) const {
  auto exists = [this](int64_t number) { return number <= service_.workers; };
  const auto& numbers = group.numbers;
  if (group.form == target::kind::list && std::none_of(numbers.begin(), numbers.end(), exists))
    return {.result = outcome::no_such_target};
  return {};
}

std::vector<target_finder::member> target_finder::find_all(const target& where) const {
  auto all = std::vector<member>{};
  for (const auto& process : routes_.find_all(where))
    all.push_back({process, routes_.is_leaving(process)});
  if (all.empty() && where.form != target::kind::list)
    return all;
  for (auto number : wanted(where)) {
    auto is_there = [&](const member& one) {
      return !one.is_old && one.process.relative == number;
    };
    if (std::none_of(all.begin(), all.end(), is_there))
      all.push_back({{.relative = static_cast<int32_t>(number)}, false, why_missing(number)});
  }
  std::stable_sort(all.begin(), all.end(), [](const member& a, const member& b) {
    return std::pair{a.is_old, a.process.relative} < std::pair{b.is_old, b.process.relative};
  });
  return all;
}

/// The numbers of current workers that are expected to be there.
std::vector<int64_t> target_finder::wanted(const target& where) const {
  auto numbers = where.numbers;
  if (where.form == target::kind::current || where.form == target::kind::all)
    for (int64_t number = 1; number <= service_.workers; ++number)
      numbers.push_back(number);
  return numbers;
}

std::string target_finder::why_missing(int64_t number) const {
  auto found = find({target::kind::relative, number});
  if (found.result == outcome::no_such_target)
    return fmt::format("there is no worker {}", number);
  return found.reason;
}

process_key target_finder::successor_of(const process_key& process) const {
  auto next = routes_.find({target::kind::relative, process.relative});
  return next && next->serial != process.serial ? *next : process_key{};
}

prompt_facts target_finder::facts_about(const target& where) const {
  return {find(where).process, service_.reload_failed};
}

} // namespace mw
