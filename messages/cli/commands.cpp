// The tables of commands: see commands.hpp.
#include "messages/cli/commands.hpp"

#include "messages/cli/words.hpp"

#include <array>
#include <optional>
#include <vector>

namespace mw {

namespace {

constexpr auto user = access_level::user;
constexpr auto oper = access_level::oper;
constexpr auto admin = access_level::admin;
using place = command_place;

constexpr command_entry listed(std::string_view words, std::string_view usage,
                               std::string_view help, access_level level = user,
                               place where = place::runner) {
  return {.words = words, .usage = usage, .help = help, .level = level, .place = where};
}

constexpr command_entry live(command_entry entry) {
  entry.live = true;
  return entry;
}

/// Makes an entry that `help` lists at the end.
constexpr command_entry basic(command_entry entry) {
  entry.basic = true;
  return entry;
}

constexpr std::array master{
    listed("@!<pid>", "@!<pid>", "send a command to the <pid> process"),
    listed("@<relative", "@<relative pid>", "send a command to the <relative pid> process"),
    listed("@master", "@master", "send a command to the master process"),
    listed("@*", "@* | @old | @all | @<n>,<n>",
           "send a command to all current, old, all, or some workers"),
    listed("@* merge", "@* merge [current] show info|stat",
           "one set of numbers of all those workers"),
    listed("@@<target>", "@@<target> [<commands>]", "open a two-way session with that process"),
    listed("echo", "echo <text>", "print text to the output"),
    listed("hard-reload", "hard-reload", "replace all workers, the old ones end at once", oper),
    listed("operator", "operator", "lower the level of the current CLI session to operator", oper,
           place::session),
    listed("reload", "reload", "replace all workers, the old ones finish what they do", oper),
    listed("set timeout cli", "set timeout cli <delay>",
           "limit the time of this session's commands", user, place::session),
    listed("show cli level", "show cli level", "display the level of the current CLI session"),
    listed("show cli sockets", "show cli sockets", "dump list of cli sockets"),
    listed("show env", "show env [var]", "dump environment variables known to the process", oper),
    live(listed("show events", "show events [-w] [-n] [json]",
                "show what has happened to workers and sessions, and what happens", oper,
                place::router)),
    listed("show metrics", "show metrics", "show the numbers of master and workers for Prometheus",
           oper, place::router),
    listed("show proc", "show proc [debug | json]", "show processes status", oper),
    listed("show programs", "show programs", "show what runs beside the workers", oper),
    listed("show startup-logs", "show startup-logs",
           "show the messages of the last start or reload", oper),
    listed("show version", "show version", "show version of the current process"),
    listed("show workers", "show workers", "show what workers do and why the last ones ended",
           oper),
    listed("user", "user", "lower the level of the current CLI session to user", user,
           place::session),
    hidden_command("expert-mode", admin, place::session),
    hidden_command("experimental-mode", admin, place::session),
    hidden_command("mcli-debug-mode", admin, place::session),
    hidden_command("set severity-output", user, place::session),
    command_entry{.words = "show fd", .level = oper, .hidden = true, .for_debugging = true},
    listed("actor-trace", "actor-trace [off | on | size <n>]",
           "show or change what is recorded of the actors' messages", oper),
    listed("actor-trace command", "actor-trace command <id>",
           "show all that a command has caused, as a tree", oper),
    listed("actor-trace diagram", "actor-trace diagram <id>",
           "show the same as a Mermaid sequence diagram", oper),
    listed("actor-trace dump", "actor-trace dump", "dump all messages as JSON for Perfetto", oper),
    live(listed("actor-trace follow", "actor-trace follow [<filter>...]",
                "show messages as they are handled, until Enter", oper)),
    listed("actor-trace last", "actor-trace last [<n>] [<filter>...]", "show the last messages",
           oper),
    listed("set trace-id", "set trace-id on|off", "show the commands' ids in the prompt", oper,
           place::session),
    listed("show actors", "show actors", "show mailbox, work and thread of each actor", oper),
    hidden_command("actor-trace off", admin),
    hidden_command("actor-trace on", admin),
    hidden_command("actor-trace size", admin),
    basic(listed("help", "help [<command>]", "list matching or all commands")),
    basic(listed("prompt", "prompt [help | i | p | timed]*", "toggle interactive mode with prompt",
                 user, place::session)),
    basic(listed("quit", "quit", "disconnect", user, place::session)),
};

constexpr std::array relayed{
    command_entry{.words = "expert-mode", .place = place::session},
    command_entry{.words = "experimental-mode", .place = place::session},
    command_entry{.words = "get", .is_question = true},
    command_entry{.words = "merge", .place = place::router},
    command_entry{.words = "operator", .place = place::session},
    command_entry{.words = "prompt", .place = place::session},
    command_entry{.words = "quit", .place = place::session},
    command_entry{.words = "set severity-output", .place = place::session},
    command_entry{.words = "set ssl tls-key", .has_secret = true},
    command_entry{.words = "set timeout", .place = place::session},
    command_entry{.words = "show", .is_question = true},
    command_entry{.words = "show events", .watches_input = true},
    command_entry{.words = "user", .place = place::session},
    command_entry{.words = "wait", .watches_input = true},
};

/// Finds what was typed. Without escapes, as in all but a few commands, it is compared in place.
const command_entry& find_typed(std::span<const command_entry> table, std::string_view text) {
  constexpr auto special = std::string_view{"\\\0", 2};
  static constexpr auto unknown = command_entry{};
  auto found = std::optional<size_t>{};
  if (text.find_first_of(special) == text.npos)
    found = find_command(table, text);
  else if (auto words = split_words(text))
    found = find_command(table, *words);
  return found ? table[*found] : unknown;
}

/// Collects the last word of each command with a secret.
std::vector<std::string_view> words_before_secrets() {
  auto all = std::vector<std::string_view>{};
  for (const auto& entry : relayed)
    if (entry.has_secret)
      all.push_back(entry.words.substr(entry.words.rfind(' ') + 1));
  return all;
}

} // namespace

std::span<const command_entry> master_commands() {
  return master;
}

std::span<const command_entry> relayed_commands() {
  return relayed;
}

const command_entry& command_for_master(std::string_view text) {
  return find_typed(master, text);
}

const command_entry& command_for_worker(std::string_view text) {
  return find_typed(relayed, text);
}

std::string_view without_secrets(std::string_view text) {
  static const auto words = words_before_secrets();
  for (auto word : words)
    if (auto at = text.find(word); at != text.npos)
      text = text.substr(0, at + word.size());
  return text;
}

} // namespace mw
