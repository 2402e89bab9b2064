// The load generator's options.
#pragma once

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace mw::bench {

enum class load_mode {
  interactive, ///< a session stays open and sends the next command when it has the answer
  connect,     ///< a connection per command, its sending side closed behind the command
};

enum class prompt_mode {
  silent, ///< an answer ends with an empty line
  prompt, ///< `prompt` is sent first, an answer ends with "> "
};

/// The options of a measurement, which is bounded by `commands` if that is not 0, else by
/// `duration`.
struct load_options {
  std::string socket; ///< path of a unix socket that speaks the CLI protocol
  std::string command = "@1 show version";
  load_mode mode = load_mode::interactive;
  prompt_mode prompt = prompt_mode::silent;
  std::string end; ///< end of an answer in interactive mode
  unsigned sessions = 1;
  std::uint64_t commands = 0; ///< number of all sessions' commands
  std::chrono::milliseconds duration{5000};
  std::chrono::milliseconds patience{5000}; ///< a longer silence of all sessions is an error
  std::vector<std::string> settings;        ///< two commands that are said by turns, or none
  std::chrono::milliseconds slice{100};     ///< how long each setting is measured at a time
  bool json = false;
};

/// Reads the command line. Where there is nothing to measure (`--help`, wrong usage) the text is
/// already printed and the error is the program's exit status.
tl::expected<load_options, int> read_options(int argc, const char* const* argv);

} // namespace mw::bench
