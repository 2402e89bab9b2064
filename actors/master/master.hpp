// The master: starts the workers, restarts the ones that end, replaces them all for a reload, stops
// them; knows the table of processes.
#pragma once

#include "actors/master/master_parts.hpp"
#include "actors/master/reload.hpp"

#include <optional>

namespace mw {

/// Wires the parts: takes in news, and says what follows from them.
class master_state {
public:
  using handle = master_actor;
  static constexpr const char* name = "master";

  master_state(runtime::host<handle>* self, route_news_actor route_news,
               master_environment environment);

  handle::behavior_type make_behavior();

  /// Starts the workers of the first generation.
  void begin();

private:
  void add_listeners();

  void started(const worker_started& news);
  void ready(const worker_ready& news);
  void current_ready(const worker& one);
  void announce_start();
  void liveness(const worker_liveness& news);
  void said(const worker_said& news);

  void ended(const worker_ended& news);
  void is_down(const worker& one, std::string next = {});
  void current_ended(worker& one, const worker_ended& news);
  void restart_after(worker& one, restart_policy::duration delay);
  void restart(uint64_t serial);
  void actor_gone(const caf::actor_addr& actor);

  void program_has_ended(const program_ended& news);
  void programs_are_gone();

  void got_signal(int signal);
  void stop(int signal, int exit_code);
  void tell_what_is_waited_for();
  void finish_if_all_ended();

  process_table table() const;

  master_parts parts_;
  reload_part reload_{parts_};
  worker_table::time_point began_ = {};
  int exit_code_ = 0; ///< of the program, once it is told to end
};

} // namespace mw
