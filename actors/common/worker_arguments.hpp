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
inline constexpr int first_socket = 5; ///< the listening sockets, one after the other
} // namespace worker_descriptor

/// How the master starts this same program as a worker. Never typed by people.
struct worker_options {
  int control_fd =
      -1; ///< one end of the control pair: CLI channels arrive on it, its end is the master's
  int config_fd = -1;  ///< the sealed configuration (actors/config/text/source.hpp)
  unsigned number = 0; ///< the relative PID, from 1
  unsigned count = 0;  ///< how many workers there are
  /// How many listening sockets it inherits for each `stats socket` of the configuration and then
  /// for each `bind` of each proxy, in order.
  std::vector<unsigned> sockets = {};
  /// What the servers of the process before were like (actors/worker/servers/handed_states.hpp);
  /// -1: it does not know.
  int states_fd = -1;
  int counters_fd = -1; ///< memory to count in (net/base/counter_memory.hpp); -1: its own
};

/// Whether these words, without the program's name, are a worker's. They may still be wrong.
bool is_for_worker(std::span<const std::string> words);

/// Reads them; nothing if a person typed them and not `worker_arguments`.
std::optional<worker_options> read_worker_arguments(std::span<const std::string> words);

/// argv of a worker, the program's name first.
std::vector<std::string> worker_arguments(const std::string& program, const worker_options& worker);

} // namespace mw
