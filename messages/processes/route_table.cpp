// Which process a target means: see route_table.hpp.
#include "messages/processes/route_table.hpp"

#include <algorithm>
#include <tuple>

namespace mw {

namespace {

constexpr size_t most_remembered = 64;

bool names(const target& where, const process_key& process) {
  switch (where.form) {
  case target::kind::relative:
    return where.number == process.relative;
  case target::kind::pid:
    return where.number == process.pid && (where.serial == 0 || where.serial == process.serial);
  default:
    return false;
  }
}

} // namespace

void route_table::up(const process_key& process) {
  processes_[process.serial] = process;
}

void route_table::leaving(const process_key& process) {
  if (processes_.contains(process.serial))
    leaving_.insert(process.serial);
}

void route_table::down(const process_key& process, std::string reason, std::string next) {
  processes_.erase(process.serial);
  leaving_.erase(process.serial);
  last_ended_.push_front({process, std::move(reason), std::move(next)});
  if (last_ended_.size() > most_remembered)
    last_ended_.pop_back();
}

std::optional<process_key> route_table::find(const target& where) const {
  auto found = std::find_if(processes_.rbegin(), processes_.rend(),
                            [&](const auto& entry) { return means(where, entry.second); });
  if (found == processes_.rend())
    return std::nullopt;
  return found->second;
}

std::vector<process_key> route_table::find_all(const target& group) const {
  auto found = std::vector<process_key>{};
  for (const auto& [serial, process] : processes_)
    if (is_in(group, process))
      found.push_back(process);
  std::sort(found.begin(), found.end(), [this](const auto& a, const auto& b) {
    return std::tuple{is_leaving(a), a.relative, a.serial} <
           std::tuple{is_leaving(b), b.relative, b.serial};
  });
  return found;
}

std::optional<std::string> route_table::why_not(const target& where) const {
  auto found = std::find_if(last_ended_.begin(), last_ended_.end(),
                            [&](const ended& one) { return names(where, one.process); });
  if (found == last_ended_.end())
    return std::nullopt;
  auto goes_on = where.form == target::kind::relative && !found->next.empty();
  return goes_on ? found->reason + ", " + found->next : found->reason;
}

/// Tells whether the process belongs to the group: a number of a list, or a single number, means
/// the process that find() has for it.
bool route_table::is_in(const target& group, const process_key& process) const {
  auto left = is_leaving(process);
  switch (group.form) {
  case target::kind::master:
    return false;
  case target::kind::current:
    return !left;
  case target::kind::old:
    return left;
  case target::kind::all:
    return true;
  case target::kind::list:
    return std::any_of(group.numbers.begin(), group.numbers.end(), [&](int64_t number) {
      return find({target::kind::relative, number}) == process;
    });
  case target::kind::relative:
  case target::kind::pid:
    break;
  }
  return find(group) == process;
}

bool route_table::means(const target& where, const process_key& process) const {
  auto left = where.form == target::kind::relative && leaving_.contains(process.serial);
  return !left && names(where, process);
}

} // namespace mw
