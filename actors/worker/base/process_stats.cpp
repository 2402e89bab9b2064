// Readings from the system: see process_stats.hpp.
#include "actors/worker/base/process_stats.hpp"

#include "actors/common/open_fds.hpp"

#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace mw::worker {

namespace {

/// 0: none.
uint64_t soft_limit(__rlimit_resource_t resource) {
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return 0;
  return limit.rlim_cur;
}

uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  uint64_t total = 0;
  uint64_t resident = 0;
  if (!(statm >> total >> resident))
    return 0;
  return resident * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

readings read_process_stats() {
  return {
      .now = std::chrono::steady_clock::now(),
      .pid = ::getpid(),
      .descriptor_limit = soft_limit(RLIMIT_NOFILE),
      .memory_limit = soft_limit(RLIMIT_AS),
      .resident = resident_bytes(),
      .open_descriptors = static_cast<uint32_t>(open_fd_numbers().size()),
  };
}

} // namespace mw::worker
