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
} // namespace

/// A command and what runs it. What the session does itself is here for `help`, and answers
/// nothing.
struct applet_state::entry {
  command_entry shown;
  void (applet_state::*run)(const job&);
};

const std::vector<applet_state::entry>& applet_state::commands() {
  using self = applet_state;
  constexpr auto oper = access_level::oper;
  constexpr auto nothing = &self::no_answer;
  static const auto table = std::vector<entry>{
      {{"@!<pid>", "@!<pid>", "send a command to the <pid> process"}, nothing},
      {{"@<relative", "@<relative pid>", "send a command to the <relative pid> process"}, nothing},
      {{"@master", "@master", "send a command to the master process"}, nothing},
      {{"@@<target>", "@@<target> [<commands>]", "open a two-way session with that process"},
       nothing},
      {{"echo", "echo <text>", "print text to the output"}, &self::echo},
      {{"operator", "operator", "lower the level of the current CLI session to operator"}, nothing},
      {{"show cli level", "show cli level", "display the level of the current CLI session"},
       &self::show_cli_level},
      {{"show cli sockets", "show cli sockets", "dump list of cli sockets"},
       &self::show_cli_sockets},
      {{"show env", "show env [var]", "dump environment variables known to the process", oper},
       &self::show_env},
      {{"show proc", "show proc [debug | json]", "show processes status", oper}, &self::show_proc},
      {{"show version", "show version", "show version of the current process"},
       &self::show_version},
      {{"user", "user", "lower the level of the current CLI session to user"}, nothing},
      {{.words = "help",
        .usage = "help [<command>]",
        .help = "list matching or all commands",
        .basic = true},
       &self::help},
      {{.words = "prompt",
        .usage = "prompt [help | i | p | timed]*",
        .help = "toggle interactive mode with prompt",
        .basic = true},
       nothing},
      {{.words = "quit", .usage = "quit", .help = "disconnect", .basic = true}, nothing},
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
  self_->request(master_, master_time_limit, list_processes{})
      .then(
          [this, what, how](const process_table& table) {
            answer(what,
                   how == "json" ? show_proc_json(table) : mw::show_proc(table, how == "debug"));
          },
          [this, what](const caf::error&) { answer(what, "The master does not answer\n"); });
}

} // namespace mw
