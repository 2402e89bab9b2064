// What a built-in worker has counted, read from the memory in which it counts: also when it has
// been killed.
#pragma once

#include "messages/numbers/counter_table.hpp"
#include "net/base/unique_fd.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace mw {

/// More than that is not read: 5,000 servers with checks take 4.2 MB.
inline constexpr auto most_counter_bytes = size_t{64} * 1024 * 1024;

/// One worker's. What it has written there is checked: a wrong place reads nothing.
class orphan_counters {
public:
  /// As of net::make_counter_memory().
  explicit orphan_counters(net::unique_fd memory);

  /// As they are now; none before the worker has said what it counts where.
  counter_table read(report what);

private:
  /// A counter is the sum of all that have its row and column.
  struct place {
    row_key row;
    counter_column column;
    size_t at;
  };

  bool learn();
  void learn(report what, std::string_view catalogue);

  net::unique_fd memory_;
  size_t bytes_ = 0; ///< of the counters; 0: nothing is known yet
  std::array<std::vector<place>, 2> places_;
};

} // namespace mw
