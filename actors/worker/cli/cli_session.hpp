// One CLI connection without its I/O: lines in, answers out.
#pragma once

#include "actors/worker/cli/commands.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mw::worker {

/// The most output, in bytes, that is made before the other side has read.
inline constexpr size_t max_unsent = size_t{64} * 1024;

/// The settings at first on a worker's own sockets: one command, then the end.
inline constexpr auto default_settings = cli_settings{.prompt = {prompt_mode::kind::single, false}};

/// Speaks HAProxy's CLI as a worker does: the first line is run and the session
/// is over, unless that line changes the prompt mode.
class cli_session {
public:
  /// `start`: what it is set to at first. `fixed_prompt`: no word changes its prompt mode.
  explicit cli_session(worker_context& worker, const cli_settings& start = default_settings,
                       bool fixed_prompt = false)
      : worker_(worker), start_(start), fixed_prompt_(fixed_prompt) {}

  /// Goes back to the settings and the state at first.
  void restart();

  /// Takes the next line, without its LF; only when nothing is left to run.
  void take_line(std::string_view line, std::string& out);

  /// Says that a line was too long to be taken, and ends.
  void refuse_line(std::string& out);

  /// Runs the commands of the line that was taken, until one takes time or `out` holds max_unsent
  /// bytes.
  void run(std::string& out);

  bool has_work() const { return rest_.has_value(); }

  /// Tells whether a command is under way, whose time the caller measures.
  bool takes_time() const { return under_way_.has_value(); }

  /// The time that the command under way takes, from its beginning.
  std::chrono::milliseconds delay() const { return under_way_->delay; }

  /// Ends the command that is under way.
  void time_is_up(std::string& out);

  /// The idle limit that `set timeout cli` has set; nothing: it has set none.
  std::optional<std::chrono::milliseconds> idle_limit() const { return state_.time_limit; }

  /// Tells whether nothing more comes behind the output.
  bool over() const { return over_; }

private:
  bool takes_payload(std::string_view line, std::string& out);
  void run_next(std::string& out);
  answer_end run_command(std::string_view command, std::string& out);
  void end_command(answer_end end, std::string& out);
  void add_prompt(std::string& out) const;

  bool prompting() const { return state_.prompt.mode == prompt_mode::kind::prompt; }

  worker_context& worker_;
  cli_settings start_;
  bool fixed_prompt_;
  cli_settings state_ = start_;
  std::string line_;
  std::optional<size_t> rest_;             ///< where in line_ the next command begins
  std::optional<slow_answer> under_way_;   ///< the rest of the answer to a command that takes time
  std::optional<std::string> payload_end_; ///< set while a payload is read
  bool over_ = false;
};

} // namespace mw::worker
