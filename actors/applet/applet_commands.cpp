// The applet, what each command answers: see applet.hpp.
#include "actors/applet/applet.hpp"
#include "actors/common/show_fd.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include <unistd.h>

namespace mw {

namespace {

constexpr auto master_time_limit = std::chrono::seconds{5};
constexpr auto no_answer_of_master = "The master does not answer\n";

} // namespace

/// Not even the empty line behind an answer.
void applet_state::say_nothing(const job& what) {
  self_->send(what.sink, reply_end{what.command.id, {}});
}

/// What a mode that lasts for one command (`@master prompt`) shows of itself.
void applet_state::say_prompt(const job& what) {
  self_->send(what.sink, reply_chunk{what.command.id, "\n> "});
  say_nothing(what);
}

/// Routers run these, so they come here only from a two-way session, or where there is none.
void applet_state::not_here(const job& what) {
  auto command = join_words(what.words);
  say(what, cli_severity::error,
      "'" + command + "' is not for two-way sessions: ask the master without '@@'\n");
}

void applet_state::no_answer(const job& what) {
  answer(what, {});
}

void applet_state::echo(const job& what) {
  say(what, cli_severity::info, join_words(std::span{what.words}.subspan(1)) + "\n");
}

/// Each session has its own, which do not come this way: this one ends with its answer.
void applet_state::check_severity(const job& what) {
  auto modes = what.command.modes;
  auto done = change_severity(modes, std::span{what.words}.subspan(2));
  return done ? no_answer(what) : say(what, cli_severity::error, done.error());
}

void applet_state::show_mode(const job& what) {
  if (what.words.size() > 1)
    return no_answer(what);
  say(what, cli_severity::info, mode_text(what.command.modes, *find_mode_word(what.words[0])));
}

void applet_state::help(const job& what) {
  say(what, cli_severity::info, help_text(shown_commands(), std::span{what.words}.subspan(1)));
}

void applet_state::show_version(const job& what) {
  say(what, cli_severity::info, facts_.version + "\n");
}

void applet_state::show_cli_level(const job& what) {
  say(what, cli_severity::info, fmt::format("{}\n", level_name(what.command.level)));
}

void applet_state::show_cli_sockets(const job& what) {
  auto text = std::string{"# socket lvl processes\n"};
  for (const auto& socket : facts_.sockets)
    text += fmt::format("{} {} all\n", socket.address, level_name(socket.level));
  answer(what, std::move(text));
}

/// Of this process: in a worker's words, but of none of its parts.
void applet_state::show_fd(const job& what) {
  auto lines = worker::show_fds(std::span{what.words}.subspan(2), {});
  return lines ? answer(what, *lines) : say(what, cli_severity::error, lines.error());
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
  if (value == nullptr)
    return say(what, cli_severity::error, "Variable not found\n");
  answer(what, fmt::format("{}={}\n", variable, value));
}

void applet_state::show_proc(const job& what) {
  auto how = what.words.size() > 2 ? what.words[2] : std::string{};
  if (!how.empty() && how != "debug" && how != "json")
    return say(what, cli_severity::error, "'show proc' only supports 'debug' as argument\n");
  ask_for_table(what, [how](const process_table& table) {
    return how == "json" ? show_proc_json(table) : mw::show_proc(table, how == "debug");
  });
}

void applet_state::show_programs(const job& what) {
  ask_for_table(what, [](const process_table& table) { return mw::show_programs(table); });
}

void applet_state::show_workers(const job& what) {
  ask_for_table(what, [](const process_table& table) { return mw::show_workers(table); });
}

template <class F>
void applet_state::ask_for_table(const job& what, F text_of) {
  self_->request(master_, master_time_limit, list_processes{})
      .then(
          [this, what, text_of](const process_table& table) { answer(what, text_of(table)); },
          [this, what](const caf::error&) { say(what, cli_severity::error, no_answer_of_master); });
}

void applet_state::show_startup_logs(const job& what) {
  self_->request(master_, master_time_limit, ask_startup_log{})
      .then(
          [this, what](const startup_log& log) { answer(what, log.lines); },
          [this, what](const caf::error&) { say(what, cli_severity::error, no_answer_of_master); });
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
