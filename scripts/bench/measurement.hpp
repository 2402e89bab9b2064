// What a run of the load generator counted.
#pragma once

#include "scripts/bench/load_options.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mw::bench {

using clock = std::chrono::steady_clock;

/// The record of all sessions of a run. Taking a sample does not allocate.
class measurement {
public:
  explicit measurement(const load_options& options);

  /// The clock runs from here.
  void begin(clock::time_point now);

  /// Whether a session may send one more command; then it counts as sent.
  bool may_send(clock::time_point now);

  /// A command was answered.
  void answered(clock::time_point sent, clock::time_point now);

  void received(std::size_t bytes) { bytes_ += bytes; }

  /// A session failed. The first text is kept.
  void failed(std::string_view what);

  /// Nothing is added after this. Sorts the samples.
  void finish(clock::time_point now);

  std::uint64_t errors() const { return errors_; }

  const std::string& first_error() const { return first_error_; }

  std::uint64_t commands() const { return samples_.size(); }

  double seconds() const;

  double commands_per_second() const;

  double bytes_per_second() const;

  /// Microseconds that this share (0 to 1) of the commands did not exceed; 0 without commands.
  /// After `finish`.
  double latency(double share) const;

private:
  const load_options& options_;
  std::vector<clock::duration> samples_;
  clock::time_point begin_;
  clock::time_point end_;
  std::uint64_t sent_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t errors_ = 0;
  std::string first_error_;
};

/// The result for people, several lines.
std::string as_text(const load_options& options, const measurement& result);

/// The result for programs, one line.
std::string as_json(const load_options& options, const measurement& result);

} // namespace mw::bench
