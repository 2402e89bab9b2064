// `actor-trace diagram <id>`: what one command has caused, as a Mermaid sequence diagram.
#include "actors/actor_trace/source.hpp"
#include "actors/actor_trace/trace_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mw {

namespace {

using messages = std::vector<recorder::seen>;

// The most messages of a diagram: more cannot be read.
constexpr size_t most_messages = 500;

/// Replaces `:`, `;` and `#`, which mean something in a diagram.
std::string plain(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char one) { return one == ';' || one == ':' || one == '#'; },
      ' ');
  return text;
}

std::string participant(uint64_t id) {
  return fmt::format("a{}", id);
}

void name_participants(const messages& all, std::string& out) {
  auto named = std::map<uint64_t, bool>{};
  auto name = [&](const char* label, uint64_t id) {
    if (!std::exchange(named[id], true))
      out += fmt::format("  participant {} as {} {}\n", participant(id),
                         id == 0 || label == nullptr ? "outside" : label,
                         id == 0 ? std::string{} : std::to_string(id));
  };
  for (const auto& one : all) {
    name(one.message.from_name, one.message.from);
    name(one.message.to_name, one.message.to);
  }
}

void draw(const recorder::seen& one, const ticks::scale& scale, std::string& out) {
  const auto& message = one.message;
  auto content = printed([&](bounded_text& text) { print_content(text, message); });
  out += fmt::format("  {}->>{}: {} (+{}us, {}us)\n", participant(message.from),
                     participant(message.to), plain(std::move(content)),
                     scale.nanoseconds(message.sent, message.begun) / 1000,
                     scale.nanoseconds(message.begun, message.ended) / 1000);
}

} // namespace

made_trace_source make_trace_diagram(std::span<const std::string> arguments) {
  auto cause = parse_cause(arguments);
  if (!cause)
    return tl::unexpected("'actor-trace diagram' " + cause.error());
  auto all = messages_of(*cause);
  if (all.empty())
    return tl::unexpected(fmt::format("No message of c{} is recorded\n", *cause));
  std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return one.message.sent < other.message.sent;
  });
  auto left_out = all.size() - std::min(all.size(), most_messages);
  all.resize(all.size() - left_out);
  auto out = std::string{"sequenceDiagram\n"};
  name_participants(all, out);
  auto scale = ticks::scale{};
  for (const auto& one : all)
    draw(one, scale, out);
  if (left_out > 0)
    out += fmt::format("  Note over {}: {} more messages\n", participant(all.back().message.to),
                       left_out);
  return make_text(std::move(out));
}

} // namespace mw
