// Recorded conversations with HAProxy 3.5's master CLI, and the answers expected of ours.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw::test {

/// An input, and the output that must have come before the next input is sent. Behind the last line
/// of the last output stands the prompt that is then there; a last exchange without bytes says that
/// there is none. Placeholders: {VER} version; {W} pid of the only worker; {UP} uptime of a timed
/// prompt; {PATH} of the socket; {USAGE} of `prompt`; {UNKNOWN words} and {WORKER-UNKNOWN words}:
/// what master or worker say to an unknown command, without the blank line.
struct exchange {
  std::string_view in;
  std::string_view out;
};

/// The end of a recording.
enum class after : uint8_t {
  open,       ///< the session goes on
  end,        ///< the program has closed
  half_close, ///< the client half-closes, the output comes, the program closes
  two_way, ///< open; but the client cannot know when its bytes go to the master again, so it asks
           ///< until it is answered
};

struct vector {
  int number; ///< number of the recording
  std::string_view name;
  std::vector<exchange> talk;
  after then = after::open;
  std::string_view decision = {}; ///< the difference, where ours differs from HAProxy on purpose
};

std::span<const vector> vectors();

/// Recordings of commands that this program does not have.
struct absent_vectors {
  std::vector<int> numbers;
  std::string_view reason;
};

std::span<const absent_vectors> vectors_without_commands();

} // namespace mw::test
