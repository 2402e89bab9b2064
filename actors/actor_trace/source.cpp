// What the answer to an `actor-trace` command is made of: see source.hpp.
#include "actors/actor_trace/source.hpp"

#include "actors/actor_trace/filter.hpp"
#include "actors/actor_trace/trace_line.hpp"
#include "net/base/number.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace mw {

namespace {

constexpr size_t usual_lines = 50;

class listing final : public trace_source {
public:
  listing(size_t count, std::function<void(size_t, std::string&)> print)
      : count_(count), print_(std::move(print)) {}

  state next(std::string& out, size_t room) override {
    while (next_ < count_ && out.size() < room)
      print_(next_++, out);
    return next_ < count_ ? state::more : state::over;
  }

private:
  size_t count_;
  std::function<void(size_t, std::string&)> print_;
  size_t next_ = 0;
};

/// Leaves only the last messages that match.
void keep_last(std::vector<recorder::seen>& all, trace_filter& filter, size_t count) {
  std::erase_if(all, [&](const auto& one) { return !filter.matches(one.message); });
  if (all.size() > count)
    all.erase(all.begin(), all.end() - static_cast<ptrdiff_t>(count));
}

} // namespace

std::vector<recorder::seen> recorded_messages() {
  auto all = std::vector<recorder::seen>{};
  auto reader = recorder::cursor{recorder::current(), recorder::cursor::start::oldest};
  reader.read_on(all, true);
  return all;
}

std::vector<recorder::seen> messages_of(uint64_t cause) {
  auto all = recorded_messages();
  std::erase_if(all, [&](const auto& one) { return one.message.cause != cause; });
  return all;
}

trace_source_ptr make_listing(size_t count, std::function<void(size_t, std::string&)> print) {
  return std::make_unique<listing>(count, std::move(print));
}

trace_source_ptr make_text(std::string text) {
  return make_listing(1, [text = std::move(text)](size_t, std::string& out) { out += text; });
}

tl::expected<uint64_t, std::string> parse_cause(std::span<const std::string> arguments) {
  auto text = arguments.size() == 1 ? std::string_view{arguments[0]} : std::string_view{};
  if (text.starts_with('c'))
    text.remove_prefix(1);
  auto number = net::parse_number<uint64_t>(text, 1);
  if (!number)
    return tl::unexpected(std::string{"expects the number of a command, as 'set trace-id on' and "
                                      "the log show it\n"});
  return *number;
}

made_trace_source make_trace_last(std::span<const std::string> arguments) {
  auto count = std::optional{usual_lines};
  if (!arguments.empty() && arguments[0].find('=') == std::string::npos) {
    count = net::parse_number<size_t>(arguments[0], 1, recorder::greatest_size);
    arguments = arguments.subspan(1);
  }
  if (!count)
    return tl::unexpected(std::string{"'actor-trace last' expects a number of messages\n"});
  auto filter = trace_filter::parse(arguments);
  if (!filter)
    return tl::unexpected(filter.error());
  auto all = std::make_shared<std::vector<recorder::seen>>(recorded_messages());
  keep_last(*all, *filter, *count);
  return make_listing(all->size(), [all, clock = trace_clock{}](size_t at, std::string& out) {
    out += printed([&](bounded_text& line) { print_trace_line(line, (*all)[at], clock); });
  });
}

made_trace_source make_trace_source(std::span<const std::string> words) {
  struct source_word {
    std::string_view name;
    made_trace_source (*make)(std::span<const std::string>);
  };

  static constexpr auto sources = std::array{
      source_word{"last", make_trace_last},       source_word{"command", make_trace_command},
      source_word{"follow", make_trace_follow},   source_word{"dump", make_trace_dump},
      source_word{"diagram", make_trace_diagram},
  };
  if (!recorder::current())
    return tl::unexpected(std::string{"Nothing is recorded: the actor trace is off\n"});
  for (const auto& one : sources)
    if (words.size() > 1 && words[1] == one.name)
      return one.make(words.subspan(2));
  return tl::unexpected(std::string{"There is no such actor trace\n"});
}

} // namespace mw
