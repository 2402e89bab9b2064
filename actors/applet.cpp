// The applet: see applet.hpp.
#include "actors/applet.hpp"

#include "messages/command_table.hpp"
#include "messages/words.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include <unistd.h>

namespace mw {

namespace {

constexpr auto master_time_limit = std::chrono::seconds{5};
constexpr auto no_answer_of_master = "The master does not answer\n";

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
};

const std::vector<applet_state::entry>& applet_state::commands() {
  using self = applet_state;
  constexpr auto oper = access_level::oper;
  static const auto table = std::vector<entry>{
      {{"@!<pid>", "@!<pid>", "send a command to the <pid> process"}},
      {{"@<relative", "@<relative pid>", "send a command to the <relative pid> process"}},
      {{"@master", "@master", "send a command to the master process"}},
      {{"@*", "@* | @old | @all", "send a command to all current, old, or all workers"}},
      {{"@@<target>", "@@<target> [<commands>]", "open a two-way session with that process"}},
      {{"echo", "echo <text>", "print text to the output"}, &self::echo},
      {{"hard-reload", "hard-reload", "replace all workers, the old ones end at once", oper},
       &self::reload_hard},
      {{"operator", "operator", "lower the level of the current CLI session to operator"}},
      {{"reload", "reload", "replace all workers, the old ones finish what they do", oper},
       &self::reload_softly},
      {{"set timeout cli", "set timeout cli <delay>", "limit the time of this session's commands"}},
      {{"show cli level", "show cli level", "display the level of the current CLI session"},
       &self::show_cli_level},
      {{"show cli sockets", "show cli sockets", "dump list of cli sockets"},
       &self::show_cli_sockets},
      {{"show env", "show env [var]", "dump environment variables known to the process", oper},
       &self::show_env},
      {{"show proc", "show proc [debug | json]", "show processes status", oper}, &self::show_proc},
      {{"show startup-logs", "show startup-logs", "show the messages of the last start or reload",
        oper},
       &self::show_startup_logs},
      {{"show version", "show version", "show version of the current process"},
       &self::show_version},
      {{"show workers", "show workers", "show what workers do and why the last ones ended", oper},
       &self::show_workers},
      {{"user", "user", "lower the level of the current CLI session to user"}},
      {basic("help", "help [<command>]", "list matching or all commands"), &self::help},
      {basic("prompt", "prompt [help | i | p | timed]*", "toggle interactive mode with prompt")},
      {basic("quit", "quit", "disconnect")},
  };
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

applet_state::applet_state(host<handle>* self, master_actor master, applet_facts facts)
    : self_(self), master_(std::move(master)), facts_(std::move(facts)) {}

command_runner_actor::behavior_type applet_state::make_behavior() {
  return {
      [this](run_command& command, const reply_sink_actor& sink) { run(command, sink); },
      [](const command_input&) {},  // two-way sessions go to an applet console
      [](const reply_credit&) {},   // every answer fits the window
      [](const cancel_command&) {}, // the asker drops what comes late
  };
}

void applet_state::run(run_command& command, const reply_sink_actor& sink) {
  auto words = split_words(command.text);
  auto what = job{std::move(command), sink, {}};
  if (!words)
    return answer(what, words.error());
  what.words = std::move(*words);
  if (what.words.empty())
    return answer(what, {});
  auto found = find_command(shown_commands(), what.words);
  if (!found)
    return answer(what, unknown_command_text(shown_commands(), what.words));
  const auto& chosen = commands().at(*found);
  if (what.command.level < chosen.shown.level)
    return answer(what, "Permission denied\n");
  (this->*chosen.run)(what);
}

void applet_state::answer(const job& what, std::string text) {
  self_->send(what.sink, reply_chunk{what.command.id, std::move(text) + "\n"});
  self_->send(what.sink, reply_end{what.command.id, {}});
}

void applet_state::answer_last(const job& what, std::string text) {
  self_->send(what.sink, reply_chunk{what.command.id, std::move(text) + "\n"});
  self_->send(what.sink, reply_end{.id = what.command.id, .ends_silent_session = true});
}

void applet_state::no_answer(const job& what) {
  answer(what, {});
}

void applet_state::echo(const job& what) {
  answer(what, join_words(std::span{what.words}.subspan(1)) + "\n");
}

void applet_state::help(const job& what) {
  answer(what, help_text(shown_commands(), std::span{what.words}.subspan(1)));
}

void applet_state::show_version(const job& what) {
  answer(what, facts_.version + "\n");
}

void applet_state::show_cli_level(const job& what) {
  answer(what, fmt::format("{}\n", level_name(what.command.level)));
}

void applet_state::show_cli_sockets(const job& what) {
  auto text = std::string{"# socket lvl processes\n"};
  for (const auto& socket : facts_.sockets)
    text += fmt::format("{} {} all\n", socket.address, level_name(socket.level));
  answer(what, std::move(text));
}

void applet_state::show_env(const job& what) {
  if (what.words.size() < 3) {
    auto text = std::string{};
    for (auto** variable = environ; *variable != nullptr; ++variable)
      text += fmt::format("{}\n", *variable);
    return answer(what, std::move(text));
  }
  const auto& variable = what.words[2];
  const auto* value = std::getenv(variable.c_str());
  answer(what, value != nullptr ? fmt::format("{}={}\n", variable, value) : "Variable not found\n");
}

void applet_state::show_proc(const job& what) {
  auto how = what.words.size() > 2 ? what.words[2] : std::string{};
  if (!how.empty() && how != "debug" && how != "json")
    return answer(what, "'show proc' only supports 'debug' as argument\n");
  ask_for_table(what, [how](const process_table& table) {
    return how == "json" ? show_proc_json(table) : mw::show_proc(table, how == "debug");
  });
}

void applet_state::show_workers(const job& what) {
  ask_for_table(what, [](const process_table& table) { return mw::show_workers(table); });
}

template <class F>
void applet_state::ask_for_table(const job& what, F text_of) {
  self_->request(master_, master_time_limit, list_processes{})
      .then([this, what, text_of](const process_table& table) { answer(what, text_of(table)); },
            [this, what](const caf::error&) { answer(what, no_answer_of_master); });
}

void applet_state::show_startup_logs(const job& what) {
  self_->request(master_, master_time_limit, ask_startup_log{})
      .then([this, what](const startup_log& log) { answer(what, log.lines); },
            [this, what](const caf::error&) { answer(what, no_answer_of_master); });
}

void applet_state::reload_softly(const job& what) {
  reload_with(what, {});
}

void applet_state::reload_hard(const job& what) {
  reload_with(what, {.hard = true});
}

/// The one wait without a limit here: the master bounds every step of a reload, and answers each
/// asker.
void applet_state::reload_with(const job& what, const reload& how) {
  self_->request(master_, caf::infinite, how)
      .then(
          [this, what](const reload_result& result) {
            answer_last(what, fmt::format("Success={:d}\n--\n{}", result.success, result.log));
          },
          [this, what](const caf::error&) {
            answer_last(what, "Success=0\n--\nThe master is stopping.\n");
          });
}

} // namespace mw
