// The commands of a worker's CLI, as a table: see commands.hpp.
#include "actors/worker/cli/commands.hpp"

#include "actors/common/basic_commands.hpp"
#include "actors/log/log.hpp"
#include "actors/worker/base/call.hpp"
#include "actors/worker/base/command.hpp"
#include "actors/worker/base/version.hpp"
#include "actors/worker/cli/session_words.hpp"
#include "actors/worker/cli/wait_command.hpp"
#include "actors/worker/show/show_info.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

namespace mw::worker {

namespace {

using words_view = std::span<const std::string>;

void help(const call& c);

void show_info(const call& c) {
  auto options = parse_info_options(c.arguments);
  auto fields = info_fields(c.worker, read_process_stats(), options.exact_times);
  c.out += show_info(fields, c.worker.about.number, options);
}

void reply(const call& c, basic_answer answer) {
  c.out += text_of(std::move(answer), c.state.modes.severity);
}

void show_version(const call& c) {
  reply(c, basic_command::show_version(product_version));
}

void show_env(const call& c) {
  reply(c, basic_command::show_env(c.arguments));
}

void show_level(const call& c) {
  reply(c, basic_command::show_cli_level(c.state.level));
}

void show_sockets(const call& c) {
  auto all = c.worker.sockets;
  all.push_back({fmt::format("sockpair@{}", c.worker.about.control_fd), access_level::admin});
  reply(c, basic_command::show_cli_sockets(all));
}

void show_descriptors(const call& c) {
  reply(c, basic_command::show_fd(c.arguments, c.worker.owners));
}

void echo(const call& c) {
  reply(c, basic_command::echo(c.arguments));
}

/// Writes a line to stderr, for people who look for the place where a worker's messages arrive. It
/// is lost if nobody reads there.
void log_message(const call& c) {
  auto text = join_words(c.arguments);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char b) { return b < 0x20; }, '?');
  log::info("{}", text);
}

void wait(const call& c) {
  auto asks_for_help = !c.arguments.empty() && c.arguments.front() == "-h";
  auto delay = parse_wait(c.arguments);
  if (delay)
    c.later = {*delay, with_severity(c.state.modes.severity, cli_severity::info, "Done.\n")};
  else
    say(c, asks_for_help ? cli_severity::info : cli_severity::error, delay.error());
}

constexpr auto user = access_level::user;
constexpr auto oper = access_level::oper;
constexpr auto admin = access_level::admin;

constexpr std::array own_commands{
    command{hidden_command("debug dev log", admin), log_message, false, true},
    command{{"echo", "echo <text>", "print text to the output"}, echo},
    command{
        {"operator", "operator", "lower the level of the current CLI session to operator", oper},
        change_setting,
        true},
    command{hidden_command("experimental-mode", admin), change_setting, true},
    command{hidden_command("expert-mode", admin), change_setting, true},
    command{{"set severity-output", "set severity-output [none|number|string]",
             "set presence of severity level in feedback information"},
            change_setting,
            true},
    command{{"set timeout", "set timeout [cli] <delay>", "change a timeout setting"},
            change_setting},
    command{{"show cli level", "show cli level", "display the level of the current CLI session"},
            show_level},
    command{{"show cli sockets", "show cli sockets", "dump list of cli sockets"}, show_sockets},
    command{{"show env", "show env [var]", "dump environment variables known to the process", oper},
            show_env},
    command{{"show fd", "show fd [num]", "dump list of file descriptors in use or a specific one",
             oper},
            show_descriptors},
    command{{"show info", "show info [desc|json|typed|float]*",
             "report information about the running process"},
            show_info},
    command{{"show version", "show version", "show version of the current process"}, show_version},
    command{{"user", "user", "lower the level of the current CLI session to user"},
            change_setting,
            true},
    command{{"wait", "wait { -h | <delay> }", "wait for that time, in ms or with a unit"}, wait},
    command{{"help", "help [<command>]", "list matching or all commands", user, true}, help},
    command{{"prompt", "prompt [help | n | i | p | timed ]*", "toggle interactive mode with prompt",
             user, true},
            change_setting},
    command{{"quit", "quit", "disconnect", user, true}, change_setting},
};

/// Joins all parts, in the order of their words; the basic ones last.
const std::vector<command>& commands() {
  static const auto all = [] {
    auto joined = std::vector<command>(own_commands.begin(), own_commands.end());
    for (auto part : {balancer_views(), server_commands(), frontend_commands()})
      joined.insert(joined.end(), part.begin(), part.end());
    std::stable_sort(joined.begin(), joined.end(), [](const command& a, const command& b) {
      return std::tie(a.entry.basic, a.entry.words) < std::tie(b.entry.basic, b.entry.words);
    });
    return joined;
  }();
  return all;
}

const std::vector<command_entry>& entries() {
  static const auto all = [] {
    std::vector<command_entry> shown;
    for (const auto& known : commands())
      shown.push_back(known.entry);
    return shown;
  }();
  return all;
}

void help(const call& c) {
  say(c, cli_severity::info, help_text(entries(), c.arguments));
}

size_t word_count(std::string_view words) {
  return 1 + static_cast<size_t>(std::count(words.begin(), words.end(), ' '));
}

/// Checks in HAProxy's order: a session that is no expert's is told so before anything else.
void run_allowed(const command& chosen, const call& c) {
  if (chosen.for_experts && !c.state.modes.expert)
    say(c, cli_severity::error, "This command is restricted to expert mode only.\n");
  else if (c.state.level < chosen.entry.level)
    say(c, cli_severity::error, "Permission denied\n");
  else
    chosen.run(c);
}

} // namespace

answer_end execute(words_view words, const execution& in) {
  if (words.empty())
    return answer_end::blank_line;
  auto found = find_command(entries(), words);
  if (!found) {
    say(in, cli_severity::info, unknown_command_text(entries(), words));
    return answer_end::blank_line;
  }
  const auto& chosen = commands()[*found];
  auto own_words = words.first(word_count(chosen.entry.words));
  run_allowed(chosen, {in, own_words, words.subspan(own_words.size())});
  return chosen.may_be_silent && words.back() == "-" ? answer_end::silent : answer_end::blank_line;
}

} // namespace mw::worker
