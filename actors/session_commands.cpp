// A session, what its commands do: see session.hpp.
#include "actors/config/duration.hpp"
#include "actors/session.hpp"
#include "messages/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mw {

namespace {

runner_lease no_answer_of_pool() {
  return {.result = runner_lease::outcome::not_running, .reason = "the master is overloaded"};
}

/// Whether the first words are those of `name`.
bool begins_with(const std::vector<std::string>& words, std::string_view name) {
  for (size_t at = 0; !name.empty(); ++at) {
    auto word = name.substr(0, name.find(' '));
    if (at == words.size() || words[at] != word)
      return false;
    name.remove_prefix(std::min(word.size() + 1, name.size()));
  }
  return true;
}

} // namespace

void session_state::execute(cli_command& command) {
  auto cause = trace::scope{trace::next()};
  begin_log(command);
  if (!command.prefix.empty())
    return execute_prefixed(command);
  auto typed = split_words(command.text);
  if (typed && !typed->empty() && execute_own_word(*typed))
    return end_log("ok");
  command.prefix = to_string(default_target_);
  run(default_target_, command, false);
}

void session_state::execute_prefixed(cli_command& command) {
  auto prefix = parse_prefix(command.prefix);
  if (!prefix)
    return refuse({.result = runner_lease::outcome::no_such_target}, command.prefix);
  if (!prefix->two_way && command.text.empty() && command.payload.empty())
    select(prefix->where, command.prefix);
  else
    run(prefix->where, command, prefix->two_way);
}

/// The words that change the session itself; nothing is printed for them but the next prompt.
bool session_state::execute_own_word(const words& typed) {
  struct own_word {
    std::string_view name;
    void (*act)(session_state&, const words&);
  };

  static constexpr auto own_words = std::array{
      own_word{"prompt", [](session_state& me, const words& all) { me.change_prompt_mode(all); }},
      own_word{"operator",
               [](session_state& me, const words&) { me.lower_level(access_level::oper); }},
      own_word{"user", [](session_state& me, const words&) { me.lower_level(access_level::user); }},
      own_word{"quit", [](session_state& me, const words&) { me.closing_ = true; }},
      own_word{"set timeout cli",
               [](session_state& me, const words& all) { me.set_time_limit(all); }},
  };
  for (const auto& word : own_words)
    if (begins_with(typed, word.name)) {
      word.act(*this, typed);
      return true;
    }
  return false;
}

void session_state::change_prompt_mode(const words& typed) {
  auto changed = change_prompt(prompt_, std::span{typed}.subspan(1), cli_side::master);
  if (!changed)
    return refuse(changed.error());
  prompt_ = *changed;
  print_prompt();
}

void session_state::lower_level(access_level to) {
  if (to > level_)
    return refuse("Permission denied!\n");
  level_ = to;
  print_prompt();
}

/// For commands on workers; 0: none.
void session_state::set_time_limit(const words& typed) {
  constexpr size_t position = 3;
  auto limit = parse_duration(typed.size() > position ? typed[position] : std::string{},
                              std::chrono::seconds{1}); // as HAProxy's workers count here
  if (!limit || typed.size() > position + 1)
    return refuse("'set timeout cli' expects a delay: 500ms, 30s, 10m; 0: no limit\n");
  time_limit_ = *limit;
  print_prompt();
}

void session_state::select(const target& where, const std::string& typed) {
  selecting_ = true;
  self_->request(environment_.pool, pool_time_limit, find_process{where})
      .then(
          [this, where, typed](const runner_lease& answer) {
            selecting_ = false;
            selected(where, typed, answer);
            proceed();
          },
          [this, typed](const caf::error&) {
            selecting_ = false;
            refuse(no_answer_of_pool(), typed);
            proceed();
          });
}

void session_state::selected(const target& where, const std::string& typed,
                             const runner_lease& answer) {
  if (answer.result != runner_lease::outcome::found)
    return refuse(answer, typed);
  default_target_ = where;
  remember_default(answer.process);
  end_log("ok");
  print_prompt();
}

void session_state::remember_default(const process_key& process) {
  default_process_ = process;
  if (process.relative == 0)
    default_process_.started = environment_.master_started;
}

void session_state::run(const target& where, cli_command& command, bool two_way) {
  auto id = trace::current(); // also tells a late answer from one to this command
  running_ = running_command{.id = id,
                             .two_way = two_way,
                             .interactive = two_way && command.text.empty(),
                             .since = self_->clock().now()};
  auto order = run_command{.id = id,
                           .level = level_,
                           .text = std::move(command.text),
                           .payload = {std::move(command.payload)},
                           .two_way = two_way,
                           .mode = prompt_};
  self_
      ->request(environment_.pool, pool_time_limit, where, std::move(order),
                reply_sink_actor{self_})
      .then([this, id, where, typed = command.prefix](
                const runner_lease& answer) { started(id, where, typed, answer); },
            [this, id, where, typed = command.prefix](const caf::error&) {
              started(id, where, typed, no_answer_of_pool());
            });
}

void session_state::started(command_id id, const target& where, const std::string& typed,
                            const runner_lease& answer) {
  if (!running_ || running_->id != id) { // given up meanwhile
    if (answer.runner)
      self_->send(answer.runner, cancel_command{id});
    return;
  }
  if (answer.result != runner_lease::outcome::found) {
    running_.reset();
    if (where == default_target_ && where.form == target::kind::pid)
      default_target_ = {}; // that process will not come back
    refuse(answer, typed);
    return proceed();
  }
  running_->runner = answer.runner;
  running_->process = answer.process;
  if (where == default_target_)
    remember_default(answer.process);
  if (!running_->two_way)
    return;
  self_->send(running_->runner, command_input{id, input_.take_rest(), input_ended_});
  proceed();
}

void session_state::refuse(const runner_lease& answer, const std::string& typed) {
  auto text = answer.result == runner_lease::outcome::no_such_target
                  ? fmt::format("Can't find the target PID matching the prefix '{}'", typed)
                  : fmt::format("Can't connect to the target CLI! {}", answer.reason);
  end_log(text);
  refuse(text + "\n");
}

/// An empty line is no command.
void session_state::begin_log(const cli_command& command) {
  logged_.reset();
  if (command.prefix.empty() && command.text.empty())
    return;
  auto target = command.prefix.empty() ? to_string(default_target_) : command.prefix;
  logged_ = logged_command{std::move(target), command.text, self_->clock().now()};
}

void session_state::end_log(std::string_view result) {
  if (!logged_)
    return;
  auto took =
      std::chrono::duration_cast<std::chrono::microseconds>(self_->clock().now() - logged_->since);
  self_->send(environment_.log, command_record{.id = trace::current(),
                                               .peer = peer_,
                                               .level = std::string{level_name(level_)},
                                               .target = std::move(logged_->target),
                                               .text = std::move(logged_->text),
                                               .result = std::string{result},
                                               .microseconds = took.count()});
  logged_.reset();
}

} // namespace mw
