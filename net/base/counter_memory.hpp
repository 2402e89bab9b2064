// Memory that one process counts in and another one reads, also when the first is gone.
#pragma once

#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <system_error>

namespace mw::net {

/// The beginning of the memory. Behind it come the counters, each a uint64_t, and then two texts
/// that say what they count, written by actors/worker/show/counter_catalogue.hpp and read by
/// actors/merge/orphan_counters.hpp. The byte order is this machine's, which the memory never
/// leaves.
struct counter_memory_header {
  uint64_t texts_at = 0; ///< bytes from the beginning; 0: not written yet
  uint64_t info_bytes = 0;
  uint64_t stat_bytes = 0;
};

/// Makes a file in memory, empty and close-on-exec; the process that counts makes it as long as it
/// needs. Errors are errno's: EMFILE, ENFILE, ENOMEM. Read it as a file: if the counting process
/// cut it short, touching a mapping would kill the reader.
tl::expected<unique_fd, std::error_code> make_counter_memory();

} // namespace mw::net
