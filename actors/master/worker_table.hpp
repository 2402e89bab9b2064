// The table of workers: who serves, who is to serve after a reload, who is leaving.
#pragma once

#include "actors/plan/generation_plan.hpp"
#include "actors/processes/restart_policy.hpp"
#include "messages/protocols/master.hpp"

#include <caf/actor_clock.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// Where a worker stands between the reload that brings it and the one that replaces it.
enum class worker_place : uint8_t {
  candidate, ///< of a reload that is under way
  current,   ///< serves; started again if it ends
  replaced,  ///< by a new generation; not told to end yet
  leaving,   ///< told to end
  expelled,  ///< told to end at once, as it has lived through too many reloads
  discarded, ///< told to end, of a reload that has failed: it has never served
};

/// One relative PID of a generation, with its process if it has one.
struct worker {
  using time_point = caf::actor_clock::time_point;

  plan_ptr plan;
  worker_place place;
  process_info info;
  restart_policy policy = {};
  worker_proxy_actor proxy = {}; ///< null: no process
  std::optional<time_point> ready_since = {};
  std::optional<time_point> ended_at = {}; ///< the process before
  time_point restart_at = {};              ///< while it waits
  bool has_served = false;                 ///< once, also as an earlier process
};

/// Old workers have a process; those of the current generation and of a candidate may wait for one.
class worker_table {
public:
  using time_point = worker::time_point;

  /// Adds a plan's workers, which wait for their first process: the current ones of the first plan,
  /// the candidates of all others. `version`: shown until they tell their own.
  void add(plan_ptr plan, const std::string& version);

  /// Names a new process for a worker that waits; false if it does not.
  bool begin_start(worker& one);

  /// The current worker that this one is to take over from: the one with its number. What is
  /// special about worker 1's servers holds for a built-in worker with a new number; HAProxy's
  /// sockets do not.
  worker_proxy_actor predecessor_of(const worker& one) const;

  /// The new generation takes the place of the current one.
  void promote_candidates();

  /// The candidates are not wanted any more. Answers those that have a process to be told.
  std::vector<worker_proxy_actor> discard_candidates();

  /// Takes the process off a worker and keeps how it ended.
  void process_ended(worker& one, const worker_ended& news, time_point now);

  void erase(const worker& one);

  /// The worker with this process, or null.
  worker* find(const process_key& process);

  /// The current worker whose process of this serial has ended, or null.
  worker* find_waiting(uint64_t serial);

  /// The plan of the current workers.
  const plan_ptr& plan() const { return plan_; }

  /// Adds the workers' rows to `show proc`'s table.
  void list(process_table& to, time_point now) const;

  template <class F>
  void for_each(F act) {
    std::for_each(all_.begin(), all_.end(), act);
  }

  template <class F>
  void for_each(worker_place place, F act) {
    for (auto& one : all_)
      if (one.place == place)
        act(one);
  }

  /// Whether all workers of a place are so.
  template <class F>
  bool all(worker_place place, F is_so) const {
    return std::all_of(all_.begin(), all_.end(),
                       [&](const worker& one) { return one.place != place || is_so(one); });
  }

  /// Whether there is any process.
  bool has_processes() const;

  /// The processes by name: `worker 1 (5249)`.
  std::vector<std::string> processes() const;

  /// The number of workers that have been replaced and are still alive.
  size_t count_old() const;

private:
  std::vector<worker> all_; ///< the newest generation first, each by relative PID
  plan_ptr plan_;
  uint64_t last_serial_ = 0;
};

} // namespace mw
