// The applet, what shows the messages between actors: see applet.hpp.
#include "actors/actor_trace/actors_text.hpp"
#include "actors/actor_trace/reader.hpp"
#include "actors/applet/applet.hpp"
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

/// For the client, with LF; empty: done. `words`: behind `actor-trace`.
std::string change_trace(std::span<const std::string> words) {
  if (words[0] == "off")
    return trace::record_nothing(), std::string{};
  if (words[0] == "on") {
    if (!recorder::current())
      trace::record_last(recorder::default_size);
    return {};
  }
  auto size = words.size() == 2 ? net::parse_number<size_t>(words[1], recorder::least_size,
                                                            recorder::greatest_size)
                                : std::nullopt;
  if (!size)
    return fmt::format("'actor-trace size' expects a number of messages from {} to {}\n",
                       recorder::least_size, recorder::greatest_size);
  trace::record_last(*size);
  return {};
}

} // namespace

void applet_state::show_actors(const job& what) {
  answer(what, actors_text(live_actors()));
}

/// `actor-trace`, and its on, off and size.
void applet_state::set_trace(const job& what) {
  auto words = std::span{what.words}.subspan(1);
  if (words.empty())
    return say(what, cli_severity::info, trace_state());
  if (words[0] != "off" && words[0] != "on" && words[0] != "size")
    return say(what, cli_severity::error, trace_usage);
  auto wrong = change_trace(words);
  return wrong.empty() ? no_answer(what) : say(what, cli_severity::error, wrong);
}

void applet_state::read_trace(const job& what) {
  auto& unit = facts_.trace_unit == nullptr ? self_->unit() : *facts_.trace_unit;
  auto reader = command_runner_actor{runtime::spawn_on<trace_reader_state>(unit)};
  self_->monitor(reader);
  readers_.emplace(what.command.id, reader);
  self_->send(reader, what.command, what.sink);
}

void applet_state::reader_gone(const caf::actor_addr& who) {
  std::erase_if(readers_, [&](const auto& one) { return one.second.address() == who; });
}

template <class Message>
void applet_state::pass_on(const Message& message) {
  if (auto found = readers_.find(message.id); found != readers_.end())
    self_->send(found->second, message);
}

template void applet_state::pass_on(const command_input&);
template void applet_state::pass_on(const reply_credit&);
template void applet_state::pass_on(const cancel_command&);

} // namespace mw
