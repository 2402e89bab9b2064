// The applet: runs the master's own commands.
#pragma once

#include "actors/applet/applet_facts.hpp"
#include "actors/applet/ready_answers.hpp"
#include "actors/applet/trace_readers.hpp"
#include "actors/runtime/component.hpp"
#include "messages/cli/commands.hpp"
#include "messages/protocols/type_ids.hpp"

#include <string>
#include <vector>

namespace mw {

/// One on each listener's thread, so that a command of the master's own costs no thread hop; what
/// the master alone knows is asked of it. Its answers are short, and credit is not waited for; long
/// ones come from a trace reader.
class applet_state {
public:
  using handle = applet_actor;
  static constexpr const char* name = "applet";

  applet_state(runtime::host<handle>* self, master_actor master, applet_facts facts);

  handle::behavior_type make_behavior();

private:
  /// One command under way.
  struct job {
    run_command command;
    reply_sink_actor sink;
    std::vector<std::string> words;
  };

  struct later_answer;

  void run(run_command& command, const reply_sink_actor& sink);
  void run_entry(const command_entry& entry, const job& what);
  caf::result<runner_lease> run_leased(const lease_use& by, run_command& command,
                                       const reply_sink_actor& sink);

  void answer(const job& what, applet_answer said);
  void answer_table(const job& what, std::function<std::string(const process_table&)> text_of);

  void show_proc(const job& what);
  void show_programs(const job& what);
  void show_workers(const job& what);
  void show_startup_logs(const job& what);
  void reload_softly(const job& what);
  void reload_hard(const job& what);
  void reload_with(const job& what, const reload& how);
  void reloaded(const job& what, reload_result result);
  void read_trace(const job& what);
  void show_passing_prompt(const job& what);
  void say_nothing(const job& what);

  runtime::host<handle>* self_;
  master_actor master_;
  applet_facts facts_;
  trace_readers readers_;
  router_actor router_;
  uint64_t epoch_ = 0; ///< see runner_lease
};

} // namespace mw
