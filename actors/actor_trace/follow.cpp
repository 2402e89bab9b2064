// `actor-trace follow`: the messages as they are handled.
#include "actors/actor_trace/filter.hpp"
#include "actors/actor_trace/source.hpp"
#include "actors/actor_trace/trace_line.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

// The most messages of one look, of which there are ten a second.
constexpr size_t most_lines = 2'000;

class follower final : public trace_source {
public:
  explicit follower(trace_filter filter)
      : filter_(std::move(filter)),
        cursor_(recorder::current(), recorder::cursor::start::next),
        edition_(recorder::edition()) {}

  state next(std::string& out, size_t room) override {
    begin_anew();
    auto all = std::vector<recorder::seen>{};
    cursor_.read_on(all);
    lost_ += cursor_.lost();
    auto clock = trace_clock{};
    size_t lines = 0;
    for (const auto& one : all) {
      if (!filter_.matches(one.message))
        continue;
      if (lines++ < most_lines && out.size() + 2 * longest_trace_line <= room)
        print(one, clock, out);
      else
        ++lost_;
    }
    tell_lost(out, room);
    return state::later;
  }

  bool is_live() const override { return true; }

private:
  /// Begins anew with another ring, behind `actor-trace off|on|size`.
  void begin_anew() {
    auto now = recorder::edition();
    if (std::exchange(edition_, now) != now)
      cursor_ = {recorder::current(), recorder::cursor::start::oldest};
  }

  void print(const recorder::seen& one, const trace_clock& clock, std::string& out) {
    tell_lost(out, out.size() + longest_trace_line);
    out += printed([&](bounded_text& line) { print_trace_line(line, one, clock); });
  }

  void tell_lost(std::string& out, size_t room) {
    if (lost_ == 0 || out.size() + longest_trace_line > room)
      return;
    out += fmt::format("# {} messages are left out here\n", std::exchange(lost_, 0));
  }

  trace_filter filter_;
  recorder::cursor cursor_;
  uint64_t edition_;
  uint64_t lost_ = 0;
};

} // namespace

made_trace_source make_trace_follow(std::span<const std::string> arguments) {
  auto filter = trace_filter::parse(arguments);
  if (!filter)
    return tl::unexpected(filter.error());
  return std::make_unique<follower>(std::move(*filter));
}

} // namespace mw
