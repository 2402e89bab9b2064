// Counts, and what is derived from them.
#include "scripts/bench/measurement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mw::bench {

namespace {

/// The samples for which there is room, per second: more than one thread can exchange over a unix
/// socket, so that they never move.
constexpr std::size_t most_per_second = 400'000;

std::size_t room_for(const load_options& options) {
  if (options.commands > 0)
    return options.commands;
  return static_cast<std::size_t>(options.duration.count()) * most_per_second / 1000;
}

const char* name_of(const load_options& options) {
  return options.mode == load_mode::connect ? "connect" : "interactive";
}

} // namespace

measurement::measurement(const load_options& options) : options_(options) {
  samples_.reserve(room_for(options));
}

void measurement::begin(clock::time_point now) {
  begin_ = now;
  end_ = now;
}

bool measurement::may_send(clock::time_point now) {
  const bool open =
      options_.commands > 0 ? sent_ < options_.commands : now - begin_ < options_.duration;
  sent_ += open ? 1 : 0;
  return open;
}

void measurement::answered(clock::time_point sent, clock::time_point now) {
  samples_.push_back(now - sent);
}

void measurement::failed(std::string_view what) {
  if (errors_++ == 0)
    first_error_ = what;
}

void measurement::finish(clock::time_point now) {
  end_ = now;
  std::sort(samples_.begin(), samples_.end());
}

double measurement::seconds() const {
  return std::chrono::duration<double>(end_ - begin_).count();
}

double measurement::commands_per_second() const {
  return commands() == 0 ? 0 : static_cast<double>(commands()) / seconds();
}

double measurement::bytes_per_second() const {
  return commands() == 0 ? 0 : static_cast<double>(bytes_) / seconds();
}

double measurement::latency(double share) const {
  if (samples_.empty())
    return 0;
  const auto rank = std::ceil(share * static_cast<double>(samples_.size()));
  const auto index = rank < 1 ? 0 : static_cast<std::size_t>(rank) - 1;
  return std::chrono::duration<double, std::micro>(samples_[index]).count();
}

std::string as_text(const load_options& options, const measurement& result) {
  return fmt::format("sessions    {} ({})\n"
                     "commands    {} in {:.2f} s\n"
                     "commands/s  {:.0f}\n"
                     "latency us  p50 {:.1f}  p90 {:.1f}  p99 {:.1f}  max {:.1f}\n"
                     "bytes/s     {:.0f}\n"
                     "errors      {}\n",
                     options.sessions, name_of(options), result.commands(), result.seconds(),
                     result.commands_per_second(), result.latency(0.5), result.latency(0.9),
                     result.latency(0.99), result.latency(1), result.bytes_per_second(),
                     result.errors());
}

std::string as_json(const load_options& options, const measurement& result) {
  return fmt::format(R"({{"sessions":{},"mode":"{}","commands":{},"seconds":{:.3f},)"
                     R"("commands_per_second":{:.1f},"p50_us":{:.1f},"p90_us":{:.1f},)"
                     R"("p99_us":{:.1f},"max_us":{:.1f},"bytes_per_second":{:.0f},"errors":{}}})"
                     "\n",
                     options.sessions, name_of(options), result.commands(), result.seconds(),
                     result.commands_per_second(), result.latency(0.5), result.latency(0.9),
                     result.latency(0.99), result.latency(1), result.bytes_per_second(),
                     result.errors());
}

} // namespace mw::bench
