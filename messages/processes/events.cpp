// Events as lines: see events.hpp.
#include "messages/processes/events.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mw {

namespace {

constexpr std::array<std::string_view, kinds_of_events> names{
    "worker-started", "worker-ready",    "worker-silent", "worker-heard",  "worker-ended",
    "worker-restart", "reload-begun",    "reload-done",   "reload-failed", "session-opened",
    "session-closed", "program-started", "program-ended"};

std::string time_text(int64_t milliseconds) {
  constexpr auto second = 1000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(milliseconds / second),
                     milliseconds % second);
}

/// Makes one line of a text: a worker may say anything of itself.
std::string one_line(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < ' ')
      c = ' ';
  return text;
}

} // namespace

std::string to_string(lifecycle_event::kind what) {
  return std::string{names.at(static_cast<size_t>(what))};
}

/// Prints an event as a line. The text of an end names the worker itself.
std::string event_line(const lifecycle_event& event) {
  auto line = time_text(event.at) + " " + to_string(event.what);
  if (event.process.relative != 0 && event.what != lifecycle_event::kind::worker_ended)
    line += " " + to_string(event.process);
  if (!event.text.empty())
    line += " " + one_line(event.text);
  return line + "\n";
}

std::string event_json(const lifecycle_event& event) {
  auto object =
      nlohmann::ordered_json{{"time", time_text(event.at)}, {"event", to_string(event.what)}};
  if (event.process.relative != 0) {
    object["worker"] = event.process.relative;
    object["pid"] = event.process.pid;
  }
  if (!event.text.empty())
    object["text"] = event.text;
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace mw
