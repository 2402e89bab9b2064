// A session, what its commands do: see session.hpp.
#include "actors/fate_of.hpp"
#include "actors/session.hpp"
#include "messages/words.hpp"

#include <fmt/format.h>

#include <array>

namespace mw {

namespace {

constexpr auto router_time_limit = std::chrono::seconds{5};

} // namespace

void session_state::execute(cli_command& command) {
  auto cause = trace::scope{trace::next()};
  if (!command.prefix.empty())
    return execute_prefixed(command);
  auto typed = split_words(command.text);
  if (typed && !typed->empty() && execute_own_word(*typed))
    return;
  if (default_gone_) {
    auto reason = std::exchange(default_gone_, std::nullopt)->reason;
    default_target_ = {};
    return refuse(fmt::format("Can't connect to the target CLI! {}\n", reason));
  }
  resolved(default_target_, to_string(default_target_), [this, command](const process_key& process) mutable {
    run(default_target_, process, command, false);
  });
}

void session_state::execute_prefixed(cli_command& command) {
  auto prefix = parse_prefix(command.prefix);
  if (!prefix)
    return refuse(
        fmt::format("Can't find the target PID matching the prefix '{}'\n", command.prefix));
  auto where = prefix->where;
  auto bare = !prefix->two_way && command.text.empty() && command.payload.empty();
  resolved(where, command.prefix, [this, where, bare, two_way = prefix->two_way,
                                   command](const process_key& process) mutable {
    if (bare)
      select(where, process);
    else
      run(where, process, command, two_way);
  });
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
  };
  for (const auto& word : own_words)
    if (word.name == typed.front()) {
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

void session_state::select(const target& where, const process_key& process) {
  default_target_ = where;
  default_process_ = process;
  default_gone_.reset();
  if (where.form == target::kind::master)
    default_process_.started = environment_.master_started;
  print_prompt();
}

/// Calls `then` with the process that the target means: at once if it is known, else when the router has answered.
/// `typed`: the prefix for messages.
void session_state::resolved(const target& where, const std::string& typed,
                             std::function<void(const process_key&)> then) {
  if (auto process = runners_.find(where))
    return then(*process);
  resolving_ = true;
  self_->request(environment_.router, router_time_limit, resolve{where}, route_watcher_actor{self_})
      .then(
          [this, where, then](const route& answer) {
            resolving_ = false;
            runners_.learn(where, answer);
            then(answer.process);
            proceed();
          },
          [this, typed](const caf::error& error) {
            resolving_ = false;
            cannot_resolve(typed, error);
            proceed();
          });
}

void session_state::cannot_resolve(const std::string& typed, const caf::error& error) {
  auto code = our_code(error);
  if (code == errc::no_such_target)
    return refuse(fmt::format("Can't find the target PID matching the prefix '{}'\n", typed));
  auto reason = code ? to_string(*code) : std::string{"the router does not answer"};
  refuse(fmt::format("Can't connect to the target CLI! {}: {}\n", typed, reason));
}

void session_state::run(const target& where, const process_key& process, cli_command& command,
                        bool two_way) {
  auto interactive = two_way && command.text.empty();
  running_ = running_command{.id = ++last_id_,
                             .runner = runners_.runner(where, two_way),
                             .process = process,
                             .two_way = two_way,
                             .interactive = interactive,
                             .since = self_->clock().now()};
  self_->send(running_->runner,
              run_command{.id = running_->id,
                          .level = level_,
                          .text = std::move(command.text),
                          .payload = {std::move(command.payload)},
                          .two_way = two_way,
                          .mode = prompt_},
              reply_sink_actor{self_});
  if (two_way)
    self_->send(running_->runner, command_input{running_->id, input_.take_rest(), input_ended_});
}

void session_state::up(const worker_up& news) {
  auto number = target{target::kind::relative, news.process.relative};
  runners_.forget_target(number);
  if (default_target_ == number)
    default_process_ = news.process;
}

void session_state::down(const worker_down& news) {
  runners_.forget(news.process);
  if (default_target_ == target{target::kind::pid, news.process.pid})
    default_gone_ = news;
}

} // namespace mw
