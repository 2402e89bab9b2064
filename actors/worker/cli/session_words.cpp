// Commands that concern the session: see session_words.hpp.
#include "actors/worker/cli/session_words.hpp"

#include "actors/config/text/duration.hpp"

namespace mw::worker {

void prompt(const call& c) {
  auto changed = change_prompt(c.state.prompt, c.arguments, cli_side::worker);
  if (!changed)
    say(c, cli_severity::error, changed.error());
  else if (!c.state.prompt_fixed)
    c.state.prompt = *changed;
}

void quit(const call& c) {
  c.state.quit = true;
}

void switch_mode(const call& c) {
  const auto& which = *find_mode_word(c.own_words.front());
  if (c.arguments.empty())
    say(c, cli_severity::info, mode_text(c.state.modes, which));
  else
    mw::switch_mode(c.state.modes, which, c.arguments);
}

void set_timeout(const call& c) {
  const auto& words = c.arguments;
  if (words.empty() || words[0] != "cli")
    return say(c, cli_severity::error, "'set timeout' only supports 'cli'.\n");
  if (words.size() < 2)
    return say(c, cli_severity::error, "Expects an integer value.\n");
  auto limit = config::parse_duration(words[1], std::chrono::seconds{1});
  if (!limit || *limit < std::chrono::milliseconds{1})
    return say(c, cli_severity::error, "Invalid timeout value.\n");
  c.state.idle_limit = *limit;
}

void set_severity(const call& c) {
  if (auto done = change_severity(c.state.modes, c.arguments); !done)
    say(c, cli_severity::error, done.error());
}

} // namespace mw::worker
