// What the master answers about the trace of its actors at once: see ready_answers.hpp.
#include "actors/actor_trace/actors_text.hpp"
#include "actors/applet/ready_answers.hpp"
#include "actors/runtime/trace.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

constexpr auto trace_usage = "'actor-trace' expects one of 'off', 'on', 'size', 'last', "
                             "'command', 'follow', 'dump' and 'diagram'\n";

std::string trace_state() {
  auto now = recorder::current();
  if (!now)
    return "The actor trace is off\n";
  return fmt::format("The actor trace is on: the last {} messages\n",
                     now->size() * recorder::chunk_records);
}

applet_answer change_size(std::span<const std::string> arguments) {
  auto size = arguments.size() == 1 ? net::parse_number<size_t>(arguments[0], recorder::least_size,
                                                                recorder::greatest_size)
                                    : std::nullopt;
  if (!size)
    return refused(fmt::format("'actor-trace size' expects a number of messages from {} to {}\n",
                               recorder::least_size, recorder::greatest_size));
  trace::record_last(*size);
  return {};
}

} // namespace

applet_answer show_live_actors(const applet_call&) {
  return {actors_text(live_actors())};
}

applet_answer change_actor_trace(const applet_call& call) {
  auto words = call.words.subspan(1);
  if (words.empty())
    return {trace_state(), cli_severity::info};
  if (words[0] == "size")
    return change_size(words.subspan(1));
  if (words[0] == "off")
    trace::record_nothing();
  else if (words[0] != "on")
    return refused(trace_usage);
  else if (!recorder::current())
    trace::record_last(recorder::default_size);
  return {};
}

} // namespace mw
