// From a client's bytes to its commands, one at a time: lines, `;`, prefixes, payloads. No I/O.
#pragma once

#include "net/stream/line_splitter.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// A command as the client typed it.
struct cli_command {
  std::string prefix;  ///< `@1`, `@@`, ...; empty: none
  std::string text;    ///< behind the prefix; with a `@@` prefix the whole rest of the line
  std::string payload; ///< its lines and the one that ends it, each with LF; empty: none

  friend bool operator==(const cli_command&, const cli_command&) = default;
};

/// Keeps what has come in and hands out commands in order. Memory is bounded by the limit and what
/// one feed() brings.
class cli_input {
public:
  /// The limit of a line, and of a payload, in bytes: 1 MiB, as HAProxy's protocol has none.
  static constexpr size_t default_limit = 1024 * 1024;

  explicit cli_input(size_t limit = default_limit);

  void feed(std::string_view bytes) { lines_.feed(bytes); }

  enum class event : uint8_t {
    need_more,        ///< there is no complete command
    command,          ///< `command` is set
    payload_line,     ///< a payload is being typed: the client's next line belongs to it
    line_too_long,    ///< that line is dropped
    payload_too_long, ///< that command and its payload are dropped
  };

  event next(cli_command& command);

  /// Forgets the rest of the current line: a command on it failed.
  void drop_line() { rest_of_line_.reset(); }

  /// Tells whether the last command was the last one of its line.
  bool at_line_end() const { return !rest_of_line_; }

  /// Takes everything that is not handed out yet, for a two-way session.
  std::string take_rest();

private:
  event from_line(cli_command& command);
  event payload_line(std::string_view line, cli_command& command);

  struct open_payload {
    cli_command command;
    std::string pattern;
    bool too_long = false;
  };

  size_t limit_;
  net::line_splitter lines_;
  std::string line_;
  std::optional<size_t> rest_of_line_; ///< where in line_ the next command begins
  std::optional<open_payload> payload_;
  std::optional<std::string>
      first_payload_line_; ///< what stood behind the `;` of the command with the payload
};

} // namespace mw
