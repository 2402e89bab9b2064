// Channels: CLI connections to a worker, opened by passing one end of a fresh socketpair over the
// worker's control pair (HAProxy's `sockpair@` protocol: two bytes of data and one descriptor).
#pragma once

#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <system_error>
#include <utility>

namespace mw::net {

/// The protocol of a channel. It travels as the second of the two data bytes, which HAProxy ignores
/// and sends as 0.
enum class channel_kind : unsigned char {
  /// HAProxy's CLI line protocol, as on any CLI socket. The connection's end is the answer's end.
  lines = 0,
  /// Commands and answers in frames (net/stream/frame.hpp), any number of commands. Built-in
  /// workers only.
  framed = 1,
};

/// Makes a connected pair of stream sockets, close-on-exec and non-blocking. Errors are errno's
/// (EMFILE, ...).
tl::expected<std::pair<unique_fd, unique_fd>, std::error_code> make_pair();

/// Passes `end` over the control pair. Never blocks: a full pair is EAGAIN, a worker that is gone
/// EPIPE (no SIGPIPE).
std::error_code pass_channel(int control_pair, const unique_fd& end, channel_kind kind);

struct received_channel {
  unique_fd fd; ///< close-on-exec and non-blocking
  channel_kind kind = channel_kind::lines;
};

/// Takes one channel from the control pair; further descriptors in its message are closed.
/// Errors: EAGAIN nothing there, ECONNRESET the other side has ended, EBADMSG a message without a
/// descriptor or with one that is no stream socket, EMFILE this process has no room for it (in both
/// cases the message is consumed; go on).
tl::expected<received_channel, std::error_code> receive_channel(int control_pair);

} // namespace mw::net
