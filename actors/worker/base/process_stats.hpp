// What a worker counts, and what it reads from the system about itself.
#pragma once

#include "actors/common/rate_meter.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

#include <sys/types.h>

namespace mw::worker {

/// Totals of the CLI. In a place of their own: the master reads them when the process is killed.
struct cli_totals {
  uint64_t connections = 0;
  uint64_t commands = 0;
  uint64_t bytes_out = 0;
};

/// The counters of this process. One thread.
struct process_stats {
  using clock = std::chrono::steady_clock;

  clock::time_point started = clock::now();
  std::chrono::system_clock::time_point started_at = std::chrono::system_clock::now();
  uint32_t connections = 0; ///< CLI connections now
  std::shared_ptr<cli_totals> total = std::make_shared<cli_totals>();
  rate_meter byte_rate;

  void opened() {
    ++connections;
    ++total->connections;
  }

  void closed() { --connections; }

  void sent(uint64_t bytes, clock::time_point now) {
    total->bytes_out += bytes;
    byte_rate.add(bytes, now);
  }
};

/// Readings of one moment.
struct readings {
  std::chrono::steady_clock::time_point now;
  pid_t pid = 0;
  uint64_t descriptor_limit = 0; ///< the soft RLIMIT_NOFILE
  uint64_t memory_limit = 0;     ///< RLIMIT_AS in bytes; 0: none
  uint64_t resident = 0;         ///< bytes of memory in use; 0: not known, as in a chroot
  uint32_t open_descriptors = 0;
};

readings read_process_stats();

} // namespace mw::worker
