// Questions that have held up others, and are not asked in front of any for a while.
#pragma once

#include <caf/actor_clock.hpp>

#include <chrono>
#include <map>
#include <string>

namespace mw {

/// So long is a question that has held up others not asked in front of any.
inline constexpr auto slow_time = std::chrono::seconds{10};

class slow_questions {
public:
  using time_point = caf::actor_clock::time_point;

  void add(const std::string& question, time_point now) {
    if (until_.size() == most)
      until_.clear();
    until_[question] = now + slow_time;
  }

  /// Forgets those whose time is over when it meets them.
  bool contains(const std::string& question, time_point now) {
    auto found = until_.find(question);
    if (found == until_.end())
      return false;
    if (found->second > now)
      return true;
    until_.erase(found);
    return false;
  }

private:
  /// Clients choose the texts: an upper bound of the memory.
  static constexpr size_t most = 256;

  std::map<std::string, time_point> until_;
};

} // namespace mw
