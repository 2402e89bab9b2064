// How the answer to a command comes back: any number of chunks, then one end.
#pragma once

#include "messages/base/protocol.hpp"

#include <cstdint>
#include <string>

namespace mw {

/// Numbers the commands of this program, from 1. A late message about an earlier command is known
/// by it.
using command_id = uint64_t;

/// The next bytes of an answer, as they go to the client.
struct reply_chunk {
  command_id id = 0;
  std::string bytes;

  friend bool operator==(const reply_chunk&, const reply_chunk&) = default;
};

/// Lines of a process as a trace shows them: their beginning and how many bytes there are.
inline std::string in_short(const std::string& bytes) {
  constexpr size_t most = 40;
  auto size = " (" + std::to_string(bytes.size()) + " bytes)";
  return bytes.substr(0, most) + (bytes.size() > most ? "..." : "") + size;
}

// Messages stay in this process: inspection is for people only.
template <class Inspector>
auto inspect(Inspector& f, reply_chunk& x) {
  auto shown = std::to_string(x.bytes.size()) + " bytes"; // `show ssl cert` and the like
  return inspect_fields(f, "reply_chunk", x.id, shown);
}

/// The answer is over.
struct reply_end {
  command_id id = 0;
  /// Empty: it is complete. Else one line without LF that says why it is not, for the client.
  std::string error = {};
  /// A client without a prompt is closed behind the answer: it reads to the end of file.
  bool ends_silent_session = false;
  /// The answer's last bytes, if they were there together with its end: a message less. They need
  /// no credit.
  std::string last = {};

  friend bool operator==(const reply_end&, const reply_end&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, reply_end& x) {
  auto shown = std::to_string(x.last.size()) + " bytes";
  return inspect_fields(f, "reply_end", x.id, x.error, x.ends_silent_session, shown);
}

/// Takes the answer to one command.
using reply_sink_actor = protocol<
    // The next bytes.
    caf::result<void>(reply_chunk),
    // There are no more, but those in it.
    caf::result<void>(reply_end)>;

} // namespace mw
