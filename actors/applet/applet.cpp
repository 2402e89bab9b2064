// The applet: see applet.hpp.
#include "actors/applet/applet.hpp"

#include "messages/cli/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mw {

namespace {

constexpr auto master_time_limit = std::chrono::seconds{5};
constexpr auto no_answer_of_master = "The master does not answer\n";
// The router lives on this thread and never waits for anybody.
constexpr auto router_time_limit_of_applet = std::chrono::seconds{5};

} // namespace

/// What runs a command that is not answered at once.
struct applet_state::later_answer {
  std::string_view entry;
  void (applet_state::*run)(const job&);
};

applet_state::applet_state(runtime::host<handle>* self, master_actor master, applet_facts facts)
    : self_(self), master_(std::move(master)), facts_(std::move(facts)), readers_(self) {
  self_->set_down_handler([this](caf::down_msg& gone) { readers_.drop(gone.source); });
}

applet_actor::behavior_type applet_state::make_behavior() {
  return {
      [this](const lease_use& by, run_command& command, const reply_sink_actor& sink) {
        return run_leased(by, command, sink);
      },
      [this](const reply_credit& more) { readers_.pass_on(more); },
      [this](const cancel_command& which) { readers_.pass_on(which); },
      [](const lease_released&, const reply_sink_actor&) {}, // there is no list of lessees
      [this](run_command& command, const reply_sink_actor& sink) { run(command, sink); },
      [this](const command_input& typed) { readers_.pass_on(typed); }, // ends a live trace
      [this](const lease_recalled& news) { epoch_ = news.epoch; },
      [this](const router_actor& whose) { router_ = whose; },
  };
}

caf::result<runner_lease> applet_state::run_leased(const lease_use& by, run_command& command,
                                                   const reply_sink_actor& sink) {
  if (by.epoch != epoch_)
    return self_->delegate(router_, command_route{by.where, true}, std::move(command), sink);
  run(command, sink);
  return caf::delegated<runner_lease>{}; // the session has it
}

void applet_state::run(run_command& command, const reply_sink_actor& sink) {
  auto words = split_words(command.text);
  auto what = job{std::move(command), sink, {}};
  if (!words)
    return answer(what, refused(words.error()));
  what.words = std::move(*words);
  if (what.words.empty())
    return answer(what, {});
  auto found = find_command(master_commands(), what.words);
  const auto* entry = found ? &master_commands()[*found] : nullptr;
  if (entry == nullptr || (entry->for_debugging && !what.command.modes.mcli_debug))
    return answer(what, {unknown_command_text(master_commands(), what.words), cli_severity::info,
                         end_status::unknown});
  if (what.command.level < entry->level)
    return answer(what, refused("Permission denied\n", end_status::denied));
  run_entry(*entry, what);
}

/// What the session does itself is answered by nothing.
void applet_state::run_entry(const command_entry& entry, const job& what) {
  using self = applet_state;
  static constexpr auto later = std::array{
      later_answer{"actor-trace command", &self::read_trace},
      later_answer{"actor-trace diagram", &self::read_trace},
      later_answer{"actor-trace dump", &self::read_trace},
      later_answer{"actor-trace follow", &self::read_trace},
      later_answer{"actor-trace last", &self::read_trace},
      later_answer{"hard-reload", &self::reload_hard},
      later_answer{"prompt", &self::show_passing_prompt},
      later_answer{"quit", &self::say_nothing},
      later_answer{"reload", &self::reload_softly},
      later_answer{"show proc", &self::show_proc},
      later_answer{"show startup-logs", &self::show_startup_logs},
      later_answer{"show programs", &self::show_programs},
      later_answer{"show workers", &self::show_workers},
  };
  if (auto ready = find_ready_answer(entry.words))
    return answer(what, ready({what.command, what.words, facts_}));
  const auto* found = std::find_if(later.begin(), later.end(),
                                   [&](const auto& one) { return one.entry == entry.words; });
  if (found == later.end())
    return answer(what, {});
  (this->*found->run)(what);
}

/// With its severity, if it is a message and the session wants to see that, and the empty line that
/// ends every answer.
void applet_state::answer(const job& what, applet_answer said) {
  auto text = std::move(said.text);
  if (said.severity)
    text = with_severity(what.command.modes.severity, *said.severity, std::move(text));
  self_->send(what.sink,
              reply_end{.id = what.command.id, .last = text + "\n", .status = said.status});
}

void applet_state::answer_table(const job& what,
                                std::function<std::string(const process_table&)> text_of) {
  self_->request(master_, master_time_limit, list_processes{})
      .then([this, what,
             text_of](const process_table& table) { answer(what, {.text = text_of(table)}); },
            [this, what](const caf::error&) { answer(what, refused(no_answer_of_master)); });
}

void applet_state::show_proc(const job& what) {
  auto how = what.words.size() > 2 ? what.words[2] : std::string{};
  if (!how.empty() && how != "debug" && how != "json")
    return answer(what, refused("'show proc' only supports 'debug' as argument\n"));
  answer_table(what, [how](const process_table& table) {
    return how == "json" ? show_proc_json(table) : mw::show_proc(table, how == "debug");
  });
}

void applet_state::show_programs(const job& what) {
  answer_table(what, [](const process_table& table) { return mw::show_programs(table); });
}

void applet_state::show_workers(const job& what) {
  answer_table(what, [](const process_table& table) { return mw::show_workers(table); });
}

void applet_state::show_startup_logs(const job& what) {
  self_->request(master_, master_time_limit, ask_startup_log{})
      .then([this, what](const startup_log& log) { answer(what, {.text = log.lines}); },
            [this, what](const caf::error&) { answer(what, refused(no_answer_of_master)); });
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
      .then([this, what](const reload_result& result) { reloaded(what, result); },
            [this, what](const caf::error&) {
              reloaded(what, {false, "The master is stopping.\n"});
            });
}

/// By the time that the router answers it has told the sessions what has changed: the prompt behind
/// the answer says so. Then a session without a prompt is closed.
void applet_state::reloaded(const job& what, reload_result result) {
  auto end = reply_end{.id = what.command.id,
                       .ends_silent_session = true,
                       .last = fmt::format("Success={:d}\n--\n{}\n", result.success, result.log),
                       .status = result.success ? end_status::ok : end_status::failed};
  auto tell = [this, sink = what.sink, end] { self_->send(sink, end); };
  self_->request(router_, router_time_limit_of_applet, find_process{})
      .then([tell](const found_process&) { tell(); }, [tell](const caf::error&) { tell(); });
}

void applet_state::read_trace(const job& what) {
  auto& unit = facts_.trace_unit == nullptr ? self_->unit() : *facts_.trace_unit;
  readers_.start(unit, what.command, what.sink);
}

/// What a mode that lasts for one command (`@master prompt`) shows of itself.
void applet_state::show_passing_prompt(const job& what) {
  self_->send(what.sink, reply_chunk{what.command.id, "\n> "});
  say_nothing(what);
}

/// Not even the empty line behind an answer.
void applet_state::say_nothing(const job& what) {
  self_->send(what.sink, reply_end{what.command.id, {}});
}

} // namespace mw
