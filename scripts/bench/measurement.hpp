// The counts of a run of the load generator.
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

  /// Starts the clock.
  void begin(clock::time_point now);

  /// Tells whether a session may send one more command, which then counts as sent.
  bool may_send(clock::time_point now);

  /// Counts an answer.
  void answered(clock::time_point sent, clock::time_point now);

  void received(std::size_t bytes) { bytes_ += bytes; }

  /// Notes that a session failed; the first text is kept.
  void failed(std::string_view what);

  /// Ends the run and sorts the samples; add none after this.
  void finish(clock::time_point now);

  std::uint64_t errors() const { return errors_; }

  const std::string& first_error() const { return first_error_; }

  std::uint64_t commands() const { return samples_.size(); }

  double seconds() const;

  double commands_per_second() const;

  double bytes_per_second() const;

  /// The microseconds that this share (0 to 1) of the commands did not exceed; 0 without commands.
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

/// Prints the result for people, in several lines.
std::string as_text(const load_options& options, const measurement& result);

/// Prints the result for programs, in one line.
std::string as_json(const load_options& options, const measurement& result);

} // namespace mw::bench
