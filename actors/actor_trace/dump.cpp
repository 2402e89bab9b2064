// `actor-trace dump`: all that is recorded in the Trace Event format of Perfetto and
// chrome://tracing.
#include "actors/actor_trace/source.hpp"
#include "actors/actor_trace/trace_line.hpp"
#include "actors/recorder/message_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstring>
#include <set>
#include <unordered_map>

#include <unistd.h>

namespace mw {

namespace {

using nlohmann::json;
using recorder::seen;

/// Prints one event on each line: a slice for each message, on the track of the thread that handled
/// it, and an arrow from the slice in which it was sent.
class dump {
public:
  explicit dump(std::vector<seen> all) : all_(std::move(all)) {
    for (size_t at = 0; at < all_.size(); ++at)
      places_.emplace(all_[at].message.number, at);
  }

  /// Counts the lines: the first one begins the list, the last one ends it.
  size_t lines() const { return all_.size() + 2; }

  void print(size_t at, std::string& out) {
    if (at == 0)
      return begin(out);
    if (at > all_.size())
      return void(out += "\n]}\n");
    print_message(all_[at - 1], out);
  }

private:
  json event(const char* phase, pid_t thread, const std::string& name) const {
    return {{"ph", phase}, {"pid", process_}, {"tid", thread}, {"name", name}};
  }

  void begin(std::string& out) {
    out += "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[";
    auto process = event("M", 0, "process_name");
    process["args"]["name"] = "mw-actors";
    out += "\n" + process.dump();
  }

  static void add(const json& event, std::string& out) {
    out += ",\n" + event.dump(-1, ' ', false, json::error_handler_t::replace);
  }

  /// The nanoseconds since the first message began.
  int64_t nanoseconds(uint64_t moment) const {
    auto first = all_.empty() ? 0 : all_.front().message.begun;
    auto after = static_cast<int64_t>(clock_.scale().nanoseconds(first, moment));
    return moment >= first ? after
                           : -static_cast<int64_t>(clock_.scale().nanoseconds(moment, first));
  }

  double micros(uint64_t moment) const { return static_cast<double>(nanoseconds(moment)) / 1000; }

  /// The length between rounded times: the next message may begin in the tick in which this one
  /// ends, and slices that overlap by a nanosecond would be shown within each other.
  double duration(const recorder::record& message) const {
    if (message.ended == 0)
      return 0;
    auto length = nanoseconds(message.ended) - nanoseconds(message.begun);
    return static_cast<double>(length) / 1000;
  }

  void name_thread(const seen& one, std::string& out) {
    if (!named_.insert(one.thread).second)
      return;
    auto named = event("M", one.thread, "thread_name");
    named["args"]["name"] = std::string{one.thread_name()};
    add(named, out);
  }

  void print_message(const seen& one, std::string& out) {
    const auto& message = one.message;
    name_thread(one, out);
    auto slice = event("X", one.thread, std::string{trace::type_name(message.type)});
    slice["cat"] = "message";
    slice["ts"] = micros(message.begun);
    slice["dur"] = duration(message);
    slice["args"] = arguments(message);
    add(slice, out);
    print_arrow(one, out);
  }

  json arguments(const recorder::record& message) const {
    auto actor = [](const char* name, uint64_t id) {
      return printed([&](bounded_text& text) { print_actor(text, name, id); });
    };
    return {{"from", actor(message.from_name, message.from)},
            {"to", actor(message.to_name, message.to)},
            {"content", printed([&](bounded_text& text) { print_content(text, message); })},
            {"command", message.cause},
            {"waited_us",
             static_cast<double>(clock_.scale().nanoseconds(message.sent, message.begun)) / 1000}};
  }

  /// Gives what was sent by an I/O handler a slice without length to begin at.
  void print_arrow(const seen& one, std::string& out) {
    auto found = places_.find(one.message.parent);
    if (found == places_.end())
      return;
    const auto& sender = all_[found->second];
    auto sent = micros(one.message.sent);
    if (sender.message.ended != 0 && one.message.sent > sender.message.ended) {
      auto slice = event("X", sender.thread, "I/O");
      slice.update({{"cat", "io"}, {"ts", sent}, {"dur", 0}});
      add(slice, out);
    }
    auto arrow = event("s", sender.thread, "message");
    arrow.update({{"cat", "message"}, {"id", one.message.number}, {"ts", sent}});
    add(arrow, out);
    arrow.update(
        {{"ph", "f"}, {"bp", "e"}, {"tid", one.thread}, {"ts", micros(one.message.begun)}});
    add(arrow, out);
  }

  std::vector<seen> all_;
  std::unordered_map<uint64_t, size_t> places_; ///< by number
  std::set<pid_t> named_;
  trace_clock clock_;
  pid_t process_ = ::getpid();
};

} // namespace

made_trace_source make_trace_dump(std::span<const std::string> arguments) {
  if (!arguments.empty())
    return tl::unexpected(std::string{"'actor-trace dump' expects no argument\n"});
  auto made = std::make_shared<dump>(recorded_messages());
  return make_listing(made->lines(), [made](size_t at, std::string& out) { made->print(at, out); });
}

} // namespace mw
