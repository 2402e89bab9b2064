// The messages of an answer to a command: any number of chunks, then one end.
#pragma once

#include "messages/base/protocol.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace mw {

/// The number of a command, from 1 in this program. It tells a late message about an earlier
/// command.
using command_id = uint64_t;

/// Brings the next bytes of an answer, as they go to the client.
struct reply_chunk {
  command_id id = 0;
  std::string bytes;

  friend bool operator==(const reply_chunk&, const reply_chunk&) = default;
};

/// Shortens lines of a process for a trace: their beginning, and how many bytes there are.
inline std::string in_short(const std::string& bytes) {
  constexpr size_t most = 40;
  auto size = " (" + std::to_string(bytes.size()) + " bytes)";
  return bytes.substr(0, most) + (bytes.size() > most ? "..." : "") + size;
}

// Messages stay in this process: inspection is for people only.
template <class Inspector>
auto inspect(Inspector& f, reply_chunk& x) {
  auto shown = std::to_string(x.bytes.size()) + " bytes"; // `show ssl cert` has secrets
  return inspect_fields(f, "reply_chunk", x.id, shown);
}

/// The way in which a command has ended, for programs that drive the CLI.
enum class end_status : uint8_t {
  ok,        ///< it has run, and its answer is complete
  failed,    ///< it has run or was read, and says that it cannot be done
  denied,    ///< the session's level does not allow it
  unknown,   ///< there is no such command
  no_target, ///< the process that it is for does not exist, or does not run
  partial,   ///< some of several workers have not answered
  timeout,   ///< it has taken too long
  lost,      ///< who ran it has ended, or has broken off
};

/// `ok`, `no_target`.
std::string_view to_string(end_status status);

/// Ends an answer.
struct reply_end {
  command_id id = 0;
  /// The reason, one line for the client without LF, why the answer is not complete; empty: it is.
  std::string error = {};
  /// A client without a prompt is closed behind the answer: it reads to the end of file.
  bool ends_silent_session = false;
  /// The answer's last bytes, if they were there together with its end, which saves a message. They
  /// need no credit.
  std::string last = {};
  /// As far as the sender knows it: what a worker's text says is not read.
  end_status status = end_status::ok;

  friend bool operator==(const reply_end&, const reply_end&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, reply_end& x) {
  auto shown = std::to_string(x.last.size()) + " bytes";
  auto status = std::string{to_string(x.status)};
  return inspect_fields(f, "reply_end", x.id, status, x.error, x.ends_silent_session, shown);
}

/// An actor that takes the answer to a command.
using reply_sink_actor = protocol<
    // The next bytes.
    caf::result<void>(reply_chunk),
    // The last bytes, and the end.
    caf::result<void>(reply_end)>;

} // namespace mw
