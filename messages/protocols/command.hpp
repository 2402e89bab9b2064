// The messages between a session and the actor that runs its command.
#pragma once

#include "messages/cli/cli_modes.hpp"
#include "messages/cli/commands.hpp"
#include "messages/cli/level.hpp"
#include "messages/cli/prompt.hpp"
#include "messages/protocols/reply.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <string>
#include <string_view>

namespace mw {

/// A text that a trace must not show: certificates and keys travel in payloads.
struct secret_text {
  std::string value = {};

  friend bool operator==(const secret_text&, const secret_text&) = default;
};

inline std::string to_string(const secret_text& x) {
  return std::to_string(x.value.size()) + " bytes";
}

} // namespace mw

// No message leaves this process, so a secret need not be serialised.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(mw::secret_text)

namespace mw {

/// Asks a runner to run a command. How it finds that runner is said beside it
/// (messages/protocols/router.hpp, leasable_runner.hpp).
struct run_command {
  command_id id = 0;
  /// The session's level, beyond which the runner allows no command.
  access_level level = access_level::user;
  /// The command as typed behind its prefix, backslashes kept, no LF.
  std::string text = {};
  /// The payload's lines and the line that ends it, each with LF; empty: none.
  secret_text payload = {};
  /// A two-way session (`@@`): `text` may hold several commands, the client's next bytes follow as
  /// command_input, and it lasts until the runner ends it. An empty text asks for an interactive
  /// one in `mode`.
  bool two_way = false;
  prompt_mode mode = {};
  /// The session's modes; none in a two-way session, which begins with its own.
  cli_modes modes = {};

  friend bool operator==(const run_command&, const run_command&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, run_command& x) {
  auto level = std::string{level_name(x.level)};
  auto shown = std::string{without_secrets(x.text)};
  return inspect_fields(f, "run_command", x.id, level, shown, x.payload, x.two_way);
}

/// The client's next bytes in a two-way session.
struct command_input {
  command_id id = 0;
  std::string bytes;
  /// The client will send no more.
  bool last = false;

  friend bool operator==(const command_input&, const command_input&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, command_input& x) {
  auto shown = secret_text{x.bytes}; // a payload may be typed in a two-way session
  return inspect_fields(f, "command_input", x.id, shown, x.last);
}

/// Tells that so many bytes of the answer have gone to the client: the runner may send as many
/// more.
struct reply_credit {
  command_id id = 0;
  size_t bytes = 0;

  friend bool operator==(const reply_credit&, const reply_credit&) = default;
};

MW_MESSAGE(reply_credit, id, bytes)

/// Tells that nobody waits for the answer any more: no chunk and no end of it is wanted.
struct cancel_command {
  command_id id = 0;

  friend bool operator==(const cancel_command&, const cancel_command&) = default;
};

MW_MESSAGE(cancel_command, id)

/// The most bytes of an answer that are on their way to a client that does not read.
inline constexpr size_t reply_window = 256 * 1024;

/// Takes what a session says of its command until the end of the answer has come.
using running_command_actor = protocol<
    // From a session: send on.
    caf::result<void>(reply_credit),
    // From a session: forget it.
    caf::result<void>(cancel_command)>;

/// Takes what a client types while its command runs: a two-way session, or a command that lasts
/// until the client ends it.
using input_sink_actor = protocol<
    // From a session.
    caf::result<void>(command_input)>;

/// Runs commands, one at a time. A session never asks which kind it talks to.
using command_runner_actor = running_command_actor::extend<
    // From a router, or what it has started for a command: run it; the answer goes to the sink.
    as_replies_to<caf::result<void>(run_command, reply_sink_actor)>::type>;

/// Runs a command that listens to its client.
using listening_runner_actor =
    command_runner_actor::extend<as_replies_to<caf::result<void>(command_input)>::type>;

} // namespace mw
