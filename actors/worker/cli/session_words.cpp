// Commands that concern the session: see session_words.hpp.
#include "actors/worker/cli/session_words.hpp"

#include "actors/config/text/duration.hpp"

namespace mw::worker {

namespace {

/// As HAProxy reads it here: a number alone counts seconds.
std::optional<std::chrono::milliseconds> read_delay(std::string_view text) {
  auto delay = config::parse_duration(text, std::chrono::seconds{1});
  return delay ? std::optional{*delay} : std::nullopt;
}

} // namespace

void change_setting(const call& c) {
  auto change = change_settings(c.state, c.words(), worker_dialect(), read_delay);
  if (change && !change->text.empty())
    say(c, change->is_done() ? cli_severity::info : cli_severity::error, std::move(change->text));
}

} // namespace mw::worker
