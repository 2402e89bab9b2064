// The applet: runs the master's own commands.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/cli/command_table.hpp"
#include "messages/protocols/type_ids.hpp"

#include <map>
#include <string>
#include <vector>

namespace mw {

/// A `-S` as `show cli sockets` shows it.
struct cli_socket {
  std::string address; ///< `unix@/path`
  access_level level = access_level::admin;
};

/// What the applet knows from the start.
struct applet_facts {
  std::string version;
  std::vector<cli_socket> sockets; ///< in the order of the command line
  /// Where traces are read; null: on the applet's own.
  runtime::asio_unit* trace_unit = nullptr;
};

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

  void run(run_command& command, const reply_sink_actor& sink);
  caf::result<runner_lease> run_leased(const target& where, run_command& command,
                                       const reply_sink_actor& sink);
  /// `text` as it is, and the empty line that ends every answer.
  void answer(const job& what, std::string text);
  /// The same, after which a session without a prompt is closed.
  void answer_last(const job& what, std::string text);
  /// A message, with its severity if the session wants to see it, and the empty line.
  void say(const job& what, cli_severity severity, std::string text);

  void no_answer(const job& what);
  void not_here(const job& what);
  void say_nothing(const job& what);
  void say_prompt(const job& what);
  void check_severity(const job& what);
  void echo(const job& what);
  void help(const job& what);
  void show_cli_level(const job& what);
  void show_cli_sockets(const job& what);
  void show_env(const job& what);
  void show_fd(const job& what);
  void show_mode(const job& what);
  void show_proc(const job& what);
  void show_startup_logs(const job& what);
  void show_version(const job& what);
  void show_programs(const job& what);
  void show_workers(const job& what);
  void reload_softly(const job& what);
  void reload_hard(const job& what);
  void reload_with(const job& what, const reload& how);

  // applet_trace.cpp: what concerns the messages between actors.
  void show_actors(const job& what);
  void set_trace(const job& what);
  void read_trace(const job& what);
  void reader_gone(const caf::actor_addr& who);
  template <class Message>
  void pass_on(const Message& message);
  template <class F>
  void ask_for_table(const job& what, F text_of);

  struct entry;
  static const entry* find(const job& what);
  static std::vector<entry> with_targets(std::vector<entry> others);
  static std::vector<entry> with_basic_commands(std::vector<entry> others);
  static std::vector<entry> with_trace_commands(std::vector<entry> others);
  static const std::vector<entry>& commands();
  static const std::vector<command_entry>& shown_commands();

  runtime::host<handle>* self_;
  master_actor master_;
  applet_facts facts_;
  router_actor router_;
  uint64_t lease_epoch_ = 0;                           ///< see runner_lease
  std::map<command_id, command_runner_actor> readers_; ///< of traces, by their commands
};

} // namespace mw
