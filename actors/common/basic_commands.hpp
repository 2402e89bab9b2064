// Commands that the master's applet and a worker's CLI answer alike: what they print.
#pragma once

#include "actors/common/fd_owners.hpp"
#include "messages/cli/level.hpp"
#include "messages/cli/severity.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw {

/// A listening socket of a CLI, as `show cli sockets` has it.
struct shown_socket {
  std::string address;
  access_level level = access_level::oper;
};

/// A message, or data if it has no severity (see with_severity()). Whole lines.
struct basic_answer {
  std::optional<cli_severity> severity;
  std::string text;
};

/// The answer as a client sees it who has asked for severities in this way.
std::string text_of(basic_answer answer, severity_output how);

/// `arguments` are the words behind those that select the command.
namespace basic_command {

/// `echo <text>`.
basic_answer echo(std::span<const std::string> arguments);
basic_answer show_cli_level(access_level level);
basic_answer show_cli_sockets(std::span<const shown_socket> sockets);
/// `show env [<name>]`: all variables of this process, or one.
basic_answer show_env(std::span<const std::string> arguments);
/// `show fd [<number>]`.
basic_answer show_fd(std::span<const std::string> arguments, const worker::fd_owners& owners);
basic_answer show_version(std::string_view version);

} // namespace basic_command

} // namespace mw
