// The master: starts the workers, restarts the ones that end, stops them all; knows the table of
// processes.
#pragma once

#include "actors/restart_policy.hpp"
#include "actors/runtime/component.hpp"
#include "messages/type_ids.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// What the master needs of the rest of the program; tests give their own.
struct master_environment {
  int32_t workers = 1;
  bool exit_on_failure = false;
  std::string version;
  /// Starts the proxy of a new process on a thread of its own.
  std::function<worker_proxy_actor(process_key, master_actor)> start_worker;
  /// That proxy has ended: its thread is free.
  std::function<void(uint64_t serial)> release_worker;
  /// Called once: all workers are ready for the first time.
  std::function<void()> on_ready;
  /// Called once, the last thing: no worker is left. The exit code of the program.
  std::function<void(int exit_code)> on_stopped;
  /// Uniform in [0, 1).
  std::function<double()> random;
};

/// How long workers may take to stop before they are killed.
inline constexpr auto stop_time_limit = std::chrono::seconds{30};

/// So many starts in a row may fail before the very first generation is given up.
inline constexpr unsigned most_failed_starts = 5;

class master_state {
public:
  using handle = master_actor;
  static constexpr const char* name = "master";

  master_state(host<handle>* self, router_actor router, master_environment environment);

  handle::behavior_type make_behavior();

private:
  /// One relative PID.
  struct slot {
    process_info info;
    worker_proxy_actor proxy; ///< null while it waits
    restart_policy policy;
    std::optional<caf::actor_clock::time_point> ready_since;
    bool was_ready_once = false;
  };

  /// A proxy lives a little longer than its process, to tell what became of it.
  struct running_proxy {
    uint64_t serial;
    worker_proxy_actor handle;
  };

  void start(slot& worker);
  void started(const worker_started& news);
  void ready(const worker_ready& news);
  void announce();
  void ended(const worker_ended& news);
  void restart_or_give_up(slot& worker, int exit_number_of_worker);
  void restart_later(slot& worker, restart_policy::duration delay);
  void restart(int32_t relative);
  void proxy_gone(const caf::actor_addr& proxy);

  void got_signal(int signal);
  void stop(int signal, int exit_code);
  void kill_all();
  void signal_workers(int signal);
  void finish_if_all_ended();

  void log_end(const worker_ended& news) const;
  process_table table() const;
  int64_t now() const;
  slot* find(const process_key& process);

  host<handle>* self_;
  router_actor router_;
  master_environment environment_;
  std::vector<slot> slots_; ///< by relative PID - 1
  std::map<caf::actor_addr, running_proxy> proxies_;
  uint64_t last_serial_ = 0;
  int64_t started_ = 0;
  bool all_ready_once_ = false;
  std::optional<int> exit_code_; ///< set: the program is stopping
  bool stopping_hard_ = false;   ///< workers do not finish what they have begun
};

} // namespace mw
