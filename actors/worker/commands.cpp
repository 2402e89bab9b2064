// The commands of a worker's CLI, as a table.
#include "actors/worker/commands.hpp"

#include "actors/worker/product.hpp"
#include "actors/worker/show_fd.hpp"
#include "actors/worker/show_info.hpp"
#include "actors/worker/wait_command.hpp"
#include "messages/command_table.hpp"
#include "messages/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include <unistd.h>

namespace mw::worker {

namespace {

using words_view = std::span<const std::string>;

struct call : execution {
  words_view arguments; ///< behind the command's own words
};

void help(const call& c);

void prompt(const call& c) {
  auto changed = change_prompt(c.state.prompt, c.arguments, cli_side::worker);
  if (!changed)
    c.out += changed.error();
  else if (!c.state.prompt_fixed)
    c.state.prompt = *changed;
}

void quit(const call& c) {
  c.state.quit = true;
}

void show_info(const call& c) {
  auto options = parse_info_options(c.arguments);
  auto fields = info_fields(c.worker, read_figures(), options.exact_times);
  c.out += show_info(fields, c.worker.about.number, options);
}

void show_version(const call& c) {
  c.out += product_version;
  c.out += '\n';
}

void show_env(const call& c) {
  if (c.arguments.empty()) {
    for (char** variable = environ; *variable != nullptr; ++variable)
      fmt::format_to(std::back_inserter(c.out), "{}\n", *variable);
    return;
  }
  auto start = c.arguments.front() + '=';
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (std::string_view(*variable).starts_with(start)) {
      fmt::format_to(std::back_inserter(c.out), "{}\n", *variable);
      return;
    }
  c.out += "Variable not found\n";
}

void show_level(const call& c) {
  c.out += level_name(c.state.level);
  c.out += '\n';
}

void show_sockets(const call& c) {
  auto out = std::back_inserter(c.out);
  c.out += "# socket lvl processes\n";
  for (const auto& socket : c.worker.sockets)
    fmt::format_to(out, "{} {} all\n", socket.address, level_name(socket.level));
  fmt::format_to(out, "sockpair@{} admin all\n", c.worker.about.control_fd);
}

void show_descriptors(const call& c) {
  if (c.arguments.empty()) {
    c.out += show_fds(c.worker.owners);
    return;
  }
  const auto& text = c.arguments.front();
  int number = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    c.out += "'show fd' only supports a file descriptor's number as argument\n";
  else
    c.out += show_fd(number, c.worker.owners);
}

void echo(const call& c) {
  c.out += join_words(c.arguments);
  c.out += '\n';
}

void wait(const call& c) {
  auto delay = parse_wait(c.arguments);
  if (delay)
    c.later = {*delay, "Done.\n"};
  else
    c.out += delay.error();
}

template <access_level Level>
void lower_level(const call& c) {
  c.state.level = Level;
}

struct command {
  command_entry entry;
  void (*run)(const call&);
  /// A `-` as last word takes the answer's blank line away: the master puts such commands in front
  /// of a client's.
  bool may_be_silent = false;
};

constexpr auto user = access_level::user;
constexpr auto oper = access_level::oper;

constexpr std::array commands{
    command{{"echo", "echo <text>", "print text to the output"}, echo},
    command{
        {"operator", "operator", "lower the level of the current CLI session to operator", oper},
        lower_level<oper>,
        true},
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
            lower_level<user>,
            true},
    command{{"wait", "wait { -h | <delay> }", "wait for that time, in ms or with a unit"}, wait},
    command{{"help", "help [<command>]", "list matching or all commands", user, true}, help},
    command{{"prompt", "prompt [help | n | i | p | timed ]*", "toggle interactive mode with prompt",
             user, true},
            prompt},
    command{{"quit", "quit", "disconnect", user, true}, quit},
};

constexpr auto entries = [] {
  std::array<command_entry, commands.size()> all{};
  std::transform(commands.begin(), commands.end(), all.begin(),
                 [](const command& known) { return known.entry; });
  return all;
}();

void help(const call& c) {
  c.out += help_text(entries, c.arguments);
}

size_t word_count(std::string_view words) {
  return 1 + static_cast<size_t>(std::count(words.begin(), words.end(), ' '));
}

} // namespace

answer_end execute(words_view words, const execution& in) {
  if (words.empty())
    return answer_end::blank_line;
  auto found = find_command(entries, words);
  if (!found) {
    in.out += unknown_command_text(entries, words);
    return answer_end::blank_line;
  }
  const auto& chosen = commands[*found];
  if (in.state.level < chosen.entry.level)
    in.out += "Permission denied\n";
  else
    chosen.run({in, words.subspan(word_count(chosen.entry.words))});
  return chosen.may_be_silent && words.back() == "-" ? answer_end::silent : answer_end::blank_line;
}

} // namespace mw::worker
