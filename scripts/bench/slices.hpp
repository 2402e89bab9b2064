// Two settings of one program, compared while the sessions go on.
#pragma once

#include "scripts/bench/load_options.hpp"
#include "scripts/bench/measurement.hpp"

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/steady_timer.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace mw::bench {

/// Cuts a run into slices. Before each one the program is told one of both settings, by turns; the
/// first one of a pair alternates as well. A machine's speed changes slowly, so both of a pair see
/// the same, and there are many pairs.
class slices {
public:
  /// The arguments outlive it. Throws if the socket cannot be reached, or does not answer in time.
  slices(asio::io_context& io, const load_options& options, const measurement& record);

  /// Starts the slices when the sessions have begun; they end with stop().
  void start();
  void stop();

  /// The ratios of all pairs, second setting / first setting, ascending.
  std::vector<double> ratios() const;

  /// The median of one setting's commands per second; 0 without slices.
  double rate(std::size_t setting) const;

private:
  struct slice {
    std::size_t setting = 0;
    double rate = 0; ///< commands per second
  };

  std::size_t next_setting() const;
  void begin();
  void ended();
  void say(const std::string& line);
  void await_answer();

  const load_options& options_;
  const measurement& record_;
  asio::steady_timer timer_;
  asio::local::stream_protocol::socket control_;
  std::vector<slice> done_;
  clock::time_point since_;
  std::uint64_t commands_before_ = 0;
};

/// Prints the result for people, and for programs in one line.
std::string as_text(const load_options& options, const slices& result);
std::string as_json(const load_options& options, const slices& result);

} // namespace mw::bench
