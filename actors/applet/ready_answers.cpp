// What the master answers at once: see ready_answers.hpp.
#include "actors/applet/ready_answers.hpp"

#include "actors/common/show_fd.hpp"
#include "messages/cli/cli_settings.hpp"
#include "messages/cli/commands.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include <unistd.h>

namespace mw {

namespace {

applet_answer message(std::string text) {
  return {std::move(text), cli_severity::info};
}

applet_answer echo(const applet_call& call) {
  return message(join_words(call.words.subspan(1)) + "\n");
}

applet_answer help(const applet_call& call) {
  return message(help_text(master_commands(), call.words.subspan(1)));
}

applet_answer show_version(const applet_call& call) {
  return message(call.facts.version + "\n");
}

applet_answer show_cli_level(const applet_call& call) {
  return message(fmt::format("{}\n", level_name(call.command.level)));
}

applet_answer show_cli_sockets(const applet_call& call) {
  auto text = std::string{"# socket lvl processes\n"};
  for (const auto& socket : call.facts.sockets)
    text += fmt::format("{} {} all\n", socket.address, level_name(socket.level));
  return {std::move(text)};
}

applet_answer show_env(const applet_call& call) {
  if (call.words.size() < 3) {
    auto text = std::string{};
    for (auto** variable = environ; *variable != nullptr; ++variable)
      text += fmt::format("{}\n", *variable);
    return {std::move(text)};
  }
  const auto& variable = call.words[2];
  const auto* value = std::getenv(variable.c_str());
  if (value == nullptr)
    return refused("Variable not found\n");
  return {fmt::format("{}={}\n", variable, value)};
}

/// Shows this process in a worker's words, with the name of none of its parts.
applet_answer show_fd(const applet_call& call) {
  auto lines = worker::show_fds(call.words.subspan(2), {});
  return lines ? applet_answer{std::move(*lines)} : refused(lines.error());
}

/// Routers run these, so they come here only from a two-way session, or where there is none.
applet_answer not_here(const applet_call& call) {
  return refused("'" + join_words(call.words) +
                 "' is not for two-way sessions: ask the master without '@@'\n");
}

/// Does what the words say to a session that ends with the answer (`@master expert-mode on`).
applet_answer change_passing_settings(const applet_call& call) {
  auto settings = cli_settings{.level = call.command.level, .modes = call.command.modes};
  auto change = change_settings(settings, call.words, console_dialect(), nullptr);
  if (!change || change->text.empty())
    return {};
  return change->is_done() ? message(std::move(change->text)) : refused(std::move(change->text));
}

struct named_answer {
  std::string_view entry;
  ready_answer act;
};

constexpr auto answers = std::array{
    named_answer{"actor-trace", change_actor_trace},
    named_answer{"actor-trace off", change_actor_trace},
    named_answer{"actor-trace on", change_actor_trace},
    named_answer{"actor-trace size", change_actor_trace},
    named_answer{"echo", echo},
    named_answer{"experimental-mode", change_passing_settings},
    named_answer{"expert-mode", change_passing_settings},
    named_answer{"help", help},
    named_answer{"mcli-debug-mode", change_passing_settings},
    named_answer{"set severity-output", change_passing_settings},
    named_answer{"show actors", show_live_actors},
    named_answer{"show cli level", show_cli_level},
    named_answer{"show cli sockets", show_cli_sockets},
    named_answer{"show env", show_env},
    named_answer{"show events", not_here},
    named_answer{"show fd", show_fd},
    named_answer{"show metrics", not_here},
    named_answer{"show version", show_version},
};

} // namespace

ready_answer find_ready_answer(std::string_view entry) {
  const auto* found = std::find_if(answers.begin(), answers.end(),
                                   [&](const auto& one) { return one.entry == entry; });
  return found == answers.end() ? nullptr : found->act;
}

} // namespace mw
