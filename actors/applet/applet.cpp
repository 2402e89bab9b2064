// The applet, what commands it has: see applet.hpp.
#include "actors/applet/applet.hpp"

#include "messages/cli/command_table.hpp"
#include "messages/cli/words.hpp"

namespace mw {

namespace {

/// One of those that `help` lists at the end.
constexpr command_entry basic(std::string_view words, std::string_view usage,
                              std::string_view help) {
  return {.words = words, .usage = usage, .help = help, .basic = true};
}

} // namespace

/// A command and what runs it. What the session does itself is here for `help`, and answers
/// nothing.
struct applet_state::entry {
  command_entry shown;
  void (applet_state::*run)(const job&) = &applet_state::no_answer;
  bool debug = false; ///< unknown, unless in mcli-debug-mode: a worker's command, about the master
};

std::vector<applet_state::entry> applet_state::with_basic_commands(std::vector<entry> others) {
  using self = applet_state;
  others.insert(
      others.end(),
      {
          {basic("help", "help [<command>]", "list matching or all commands"), &self::help},
          {basic("prompt", "prompt [help | i | p | timed]*", "toggle interactive mode with prompt"),
           &self::say_prompt},
          {basic("quit", "quit", "disconnect"), &self::say_nothing},
      });
  return others;
}

/// What shows the messages between actors, behind the other commands.
std::vector<applet_state::entry> applet_state::with_trace_commands(std::vector<entry> others) {
  using self = applet_state;
  constexpr auto oper = access_level::oper;
  constexpr auto admin = access_level::admin;
  others.insert(
      others.end(),
      {
          {{"actor-trace", "actor-trace [off | on | size <n>]",
            "show or change what is recorded of the actors' messages", oper},
           &self::set_trace},
          {{"actor-trace command", "actor-trace command <id>",
            "show all that a command has caused, as a tree", oper},
           &self::read_trace},
          {{"actor-trace diagram", "actor-trace diagram <id>",
            "show the same as a Mermaid sequence diagram", oper},
           &self::read_trace},
          {{"actor-trace dump", "actor-trace dump", "dump all messages as JSON for Perfetto", oper},
           &self::read_trace},
          {{"actor-trace follow", "actor-trace follow [<filter>...]",
            "show messages as they are handled, until Enter", oper},
           &self::read_trace},
          {{"actor-trace last", "actor-trace last [<n>] [<filter>...]", "show the last messages",
            oper},
           &self::read_trace},
          {{"set trace-id", "set trace-id on|off", "show the commands' ids in the prompt", oper}},
          {{"show actors", "show actors", "show mailbox, work and thread of each actor", oper},
           &self::show_actors},
          {hidden_command("actor-trace off", admin), &self::set_trace},
          {hidden_command("actor-trace on", admin), &self::set_trace},
          {hidden_command("actor-trace size", admin), &self::set_trace},
      });
  return others;
}

std::vector<applet_state::entry> applet_state::with_targets(std::vector<entry> others) {
  others.insert(
      others.begin(),
      {
          {{"@!<pid>", "@!<pid>", "send a command to the <pid> process"}},
          {{"@<relative", "@<relative pid>", "send a command to the <relative pid> process"}},
          {{"@master", "@master", "send a command to the master process"}},
          {{"@*", "@* | @old | @all | @<n>,<n>",
            "send a command to all current, old, all, or some workers"}},
          {{"@* merge", "@* merge [current] show info|stat",
            "one set of numbers of all those workers"}},
          {{"@@<target>", "@@<target> [<commands>]", "open a two-way session with that process"}},
      });
  return others;
}

const std::vector<applet_state::entry>& applet_state::commands() {
  using self = applet_state;
  constexpr auto oper = access_level::oper;
  constexpr auto admin = access_level::admin;
  static const auto table = with_basic_commands(with_trace_commands(with_targets({
      {{"echo", "echo <text>", "print text to the output"}, &self::echo},
      {{"hard-reload", "hard-reload", "replace all workers, the old ones end at once", oper},
       &self::reload_hard},
      {{"operator", "operator", "lower the level of the current CLI session to operator", oper}},
      {{"reload", "reload", "replace all workers, the old ones finish what they do", oper},
       &self::reload_softly},
      {{"set timeout cli", "set timeout cli <delay>", "limit the time of this session's commands"}},
      {{"show cli level", "show cli level", "display the level of the current CLI session"},
       &self::show_cli_level},
      {{"show cli sockets", "show cli sockets", "dump list of cli sockets"},
       &self::show_cli_sockets},
      {{"show env", "show env [var]", "dump environment variables known to the process", oper},
       &self::show_env},
      {{"show events", "show events [-w] [-n] [json]",
        "show what has happened to workers and sessions, and what happens", oper},
       &self::not_here},
      {{"show metrics", "show metrics", "show the numbers of master and workers for Prometheus",
        oper},
       &self::not_here},
      {{"show proc", "show proc [debug | json]", "show processes status", oper}, &self::show_proc},
      {{"show programs", "show programs", "show what runs beside the workers", oper},
       &self::show_programs},
      {{"show startup-logs", "show startup-logs", "show the messages of the last start or reload",
        oper},
       &self::show_startup_logs},
      {{"show version", "show version", "show version of the current process"},
       &self::show_version},
      {{"show workers", "show workers", "show what workers do and why the last ones ended", oper},
       &self::show_workers},
      {{"user", "user", "lower the level of the current CLI session to user"}},
      {hidden_command("expert-mode", admin), &self::show_mode},
      {hidden_command("experimental-mode", admin), &self::show_mode},
      {hidden_command("mcli-debug-mode", admin), &self::show_mode},
      {hidden_command("set severity-output", access_level::user), &self::check_severity},
      {hidden_command("show fd", oper), &self::show_fd, true},
  })));
  return table;
}

const std::vector<command_entry>& applet_state::shown_commands() {
  static const auto shown = [] {
    auto all = std::vector<command_entry>{};
    for (const auto& one : commands())
      all.push_back(one.shown);
    return all;
  }();
  return shown;
}

applet_state::applet_state(runtime::host<handle>* self, master_actor master, applet_facts facts)
    : self_(self), master_(std::move(master)), facts_(std::move(facts)) {
  self_->set_down_handler([this](caf::down_msg& gone) { reader_gone(gone.source); });
}

applet_actor::behavior_type applet_state::make_behavior() {
  return {
      [this](run_command& command, const reply_sink_actor& sink) { run(command, sink); },
      // Two-way sessions go to an applet console; but what is typed ends a live trace.
      [this](const command_input& typed) { pass_on(typed); },
      [this](const reply_credit& more) { pass_on(more); },
      [this](const cancel_command& which) { pass_on(which); },
      [this](const target& where, run_command& command, const reply_sink_actor& sink) {
        return run_leased(where, command, sink);
      },
      [](const lease_released&, const reply_sink_actor&) {}, // there is no list of them
      [this](const lease_recalled& news) { lease_epoch_ = news.lease_epoch; },
      [this](const router_actor& whose) { router_ = whose; },
  };
}

void applet_state::run(run_command& command, const reply_sink_actor& sink) {
  auto words = split_words(command.text);
  auto what = job{std::move(command), sink, {}};
  if (!words)
    return say(what, cli_severity::error, words.error());
  what.words = std::move(*words);
  if (what.words.empty())
    return answer(what, {});
  const auto* chosen = find(what);
  if (chosen == nullptr)
    return say(what, cli_severity::info, unknown_command_text(shown_commands(), what.words));
  if (what.command.level < chosen->shown.level)
    return say(what, cli_severity::error, "Permission denied\n");
  (this->*chosen->run)(what);
}

caf::result<runner_lease> applet_state::run_leased(const target& where, run_command& command,
                                                   const reply_sink_actor& sink) {
  if (command.lease_epoch != lease_epoch_ || may_be_for_router(command.text))
    return self_->delegate(router_, where, std::move(command), sink);
  run(command, sink);
  return caf::delegated<runner_lease>{}; // the session has it
}

const applet_state::entry* applet_state::find(const job& what) {
  auto found = find_command(shown_commands(), what.words);
  if (!found)
    return nullptr;
  const auto& chosen = commands().at(*found);
  return chosen.debug && !what.command.modes.mcli_debug ? nullptr : &chosen;
}

void applet_state::answer(const job& what, std::string text) {
  self_->send(what.sink, reply_end{.id = what.command.id, .last = std::move(text) + "\n"});
}

void applet_state::answer_last(const job& what, std::string text) {
  self_->send(what.sink, reply_end{.id = what.command.id,
                                   .ends_silent_session = true,
                                   .last = std::move(text) + "\n"});
}

void applet_state::say(const job& what, cli_severity severity, std::string text) {
  answer(what, with_severity(what.command.modes.severity, severity, std::move(text)));
}

} // namespace mw
