// The command line by which the master starts this same program as a worker.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mw {

/// The numbers of the inherited descriptors in the built-in worker.
namespace worker_descriptor {
inline constexpr int control = 3;
inline constexpr int config = 4;
inline constexpr int first_free = 5; ///< from here on: listening sockets, states, counters
} // namespace worker_descriptor

/// Listening sockets that a worker inherits for one line of the configuration: several for a range
/// of ports.
struct inherited_range {
  std::string name; ///< the line's address, as net::to_string() writes it
  int first = -1;   ///< the numbers of the descriptors
  int last = -1;

  friend bool operator==(const inherited_range&, const inherited_range&) = default;
};

/// Options that the master gives this same program as a worker. Never typed by people.
struct worker_options {
  int control_fd = -1; ///< one end of the control pair: CLI channels arrive on it, its end is the
                       ///< master's
  int config_fd = -1;  ///< the sealed configuration (actors/config/text/source.hpp)
  unsigned number = 0; ///< the relative PID, from 1
  unsigned count = 0;  ///< how many workers there are
  std::vector<inherited_range> sockets = {};
  /// The servers' states of the process before (actors/worker/servers/handed_states.hpp); -1: not
  /// known.
  int states_fd = -1;
  int counters_fd = -1; ///< memory to count in (net/base/counter_memory.hpp); -1: its own
};

/// Whether these words, without the program's name, are a worker's. They may still be wrong.
bool is_for_worker(std::span<const std::string> words);

/// Reads what worker_arguments() has made, without the program's name; nothing if a person typed
/// it.
std::optional<worker_options> read_worker_arguments(std::span<const std::string> words);

/// argv of a worker, the program's name first; then `--name=value` words.
std::vector<std::string> worker_arguments(const std::string& program, const worker_options& worker);

} // namespace mw
