// The master: starts the workers, restarts the ones that end, replaces them all for a reload, stops
// them; knows the table of processes.
#pragma once

#include "actors/log/bounded_lines.hpp"
#include "actors/log/log.hpp"
#include "actors/master/service_observer.hpp"
#include "actors/plan/generation_plan.hpp"
#include "actors/processes/restart_policy.hpp"
#include "actors/runtime/component.hpp"
#include "messages/processes/reload_state.hpp"
#include "messages/protocols/type_ids.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// What the master needs of the rest of the program; tests give their own.
struct master_environment {
  plan_ptr plan; ///< of the first generation; the master takes it
  std::string version;
  std::string startup_log; ///< what was said before there was a master
  configuration_loader_actor loader;
  /// Starts the proxy of a new process. `predecessor`: of the process that it replaces, or null.
  std::function<worker_proxy_actor(const process_key&, plan_ptr, const master_actor&,
                                   const worker_proxy_actor& predecessor)>
      start_worker;
  std::shared_ptr<service_observer> observer;
  carried_totals_actor totals = {};   ///< read what leaving workers have counted; null: nobody does
  event_book_actor events = {};       ///< told what happens; null: nobody is
  program_keeper_actor programs = {}; ///< runs what runs beside the workers; null: nobody does
  /// Uniform in [0, 1).
  std::function<double()> random;
};

/// The route news answers at once; should it not, a start or reload is not held up by that.
inline constexpr auto route_news_time_limit = std::chrono::seconds{5};

/// A configuration that is not read by then is none: a file on a dead disk must not hold up the
/// answer to a reload.
inline constexpr auto load_time_limit = std::chrono::seconds{60};

/// Workers whose counters are not read by then leave all the same: the answer to a reload waits.
inline constexpr auto last_call_time_limit = std::chrono::seconds{1};

class master_state {
public:
  using handle = master_actor;
  static constexpr const char* name = "master";

  master_state(runtime::host<handle>* self, route_news_actor route_news,
               master_environment environment);

  handle::behavior_type make_behavior();

private:
  using time_point = caf::actor_clock::time_point;

  /// One relative PID of a generation, with its process if it has one.
  struct worker {
    process_info info;
    restart_policy policy;
    worker_proxy_actor proxy = {}; ///< null: no process
    std::optional<time_point> ready_since = {};
    std::optional<time_point> ended_at = {}; ///< the process before
    time_point restart_at = {};              ///< while it waits
    bool was_ready = false;                  ///< once, also an earlier process
    bool was_dismissed = false;              ///< told to end
    bool exceeds_reloads = false;            ///< told to, as it has lived through too many reloads
    bool never_served = false;               ///< of a reload that failed
  };

  struct generation {
    plan_ptr plan;
    std::vector<worker> workers; ///< by relative PID - 1
  };

  /// Those who want one reload, and one kind of it.
  struct reload_order {
    bool wanted = false;
    bool hard = false;
    std::vector<caf::typed_response_promise<reload_result>> askers;
  };

  /// A proxy lives a little longer than its process, to tell what became of it.
  struct running_proxy {
    process_key process;
    worker_proxy_actor handle;
  };

  // master.cpp: the life of one worker.
  generation make_generation(plan_ptr plan);
  void start(worker& one, const plan_ptr& plan);
  worker_proxy_actor predecessor_of(const worker& one) const;
  void started(const worker_started& news);
  void ready(const worker_ready& news);
  void current_ready(const worker& one);
  void announce();
  void liveness(const worker_liveness& news);
  void said(const worker_said& news);
  void ended(const worker_ended& news);
  void actor_gone(const caf::actor_addr& actor);
  static bool advance(worker& one, worker_event event);

  // master_restart.cpp: what becomes of a relative PID whose process has ended.
  void current_ended(worker& one, const worker_ended& news);
  void restart_or_give_up(worker& one, const worker_ended& news);
  void restart_later(worker& one, restart_policy::duration delay);
  void restart(uint64_t serial);

  // master_reload.cpp: from one generation to the next.
  caf::result<reload_result> asked_to_reload(const reload& how);
  void want_reload(bool hard);
  void begin_wanted_reload();
  void load();
  void loaded(const loaded_configuration& news);
  void candidate_ready();
  void candidate_ended(const worker_ended& news);
  void replace_generation();
  void read_counters_of_leaving();
  void generation_replaced();
  void renew_certificates();
  void dismiss_old_workers();
  void reload_failed();
  void discard_candidate();
  void abandon_reloads();
  void old_ended(const worker& one, const worker_ended& news);
  bool advance(reload_event event);

  // master_programs.cpp: what runs beside the workers.
  void run_programs_of_plan(bool hard);
  void program_has_started(const program_started& news);
  void program_has_ended(const program_ended& news);
  void tell_end(const program_ended& news);
  void programs_are(programs_changed news);
  void all_programs_gone();
  std::vector<process_info> seen(std::vector<process_info> programs) const;

  // master_stop.cpp: signals, and the end.
  void got_signal(int signal);
  void stop(int signal, int exit_code);
  void finish_if_all_ended();

  // master_table.cpp: what others see.
  process_table table() const;
  process_info seen(const worker& one) const;
  caf::result<alive> check_health();
  void note(lifecycle_event::kind what, const process_key& process, std::string text = {});
  void tell(log::severity level, std::string_view text);
  void tell_end(std::string_view who, const worker_ended& news, bool of_current);

  /// All workers that there are.
  template <class F>
  void for_each_worker(F act) {
    for (auto* workers : {&current_.workers, candidate_ ? &candidate_->workers : nullptr, &old_})
      if (workers != nullptr)
        for (auto& one : *workers)
          act(one);
  }

  /// With a process of this serial.
  static worker* find_in(std::vector<worker>& workers, const process_key& process);
  worker* find(const process_key& process);
  int64_t seconds_since(time_point then) const;

  runtime::host<handle>* self_;
  route_news_actor route_news_;
  master_environment environment_;
  generation current_;
  std::optional<generation> candidate_; ///< of a reload that is under way
  std::vector<worker> old_;             ///< told to end, newest first
  std::map<caf::actor_addr, running_proxy> proxies_;
  programs_changed programs_; ///< as the keeper has told last, with the reloads that they have seen
  time_point programs_told_at_ = {};
  bool programs_gone_ = true; ///< or there never were any
  uint64_t last_serial_ = 0;
  time_point started_;
  bool all_ready_once_ = false;
  bool announced_ = false;

  reload_state reload_ = reload_state::idle;
  uint64_t reload_number_ = 0; ///< tells a late answer of the loader from the one waited for
  reload_order running_;
  reload_order next_;
  uint32_t reloads_ = 0;
  uint32_t failed_reloads_ = 0;                      ///< in a row
  bounded_lines log_;                                ///< of the last start or reload, and since
  std::vector<certificate_box> certificates_;        ///< of the reload that is under way
  std::map<uint32_t, listener_actor> tls_listeners_; ///< by the number of their `-S`

  std::optional<int> exit_code_; ///< set: the program is stopping
  bool stopping_hard_ = false;   ///< workers do not finish what they have begun
};

} // namespace mw
