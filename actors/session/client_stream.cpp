// A client's connection: see client_stream.hpp.
#include "actors/session/client_stream.hpp"

namespace mw {

namespace {

// The buffer of each thread: its bytes are handled before the next read, so that an idle client
// costs none.
std::span<char> scratch() {
  static thread_local auto buffer = std::array<char, 64 * 1024>{};
  return buffer;
}

constexpr auto nothing_now = std::errc::resource_unavailable_try_again;
constexpr int most_reads_at_the_end = 16;

} // namespace

client_stream::~client_stream() {
  if (read_all_)
    return;
  stream_.shutdown_write();
  for (auto reads = 0; reads < most_reads_at_the_end && stream_.read(scratch()); ++reads)
    continue;
}

void client_stream::on_readable() {
  auto got = stream_.read(scratch());
  if (got)
    on_.bytes(*got);
  else if (got.error() == nothing_now)
    on_.bytes({});
  else {
    read_all_ = true;
    on_.input_ended();
  }
}

void client_stream::lose() {
  unsent_.clear();
  stalled_since_.reset();
  if (!std::exchange(gone_, true))
    on_.gone();
}

} // namespace mw
