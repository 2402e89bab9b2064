// One CLI connection without its I/O: lines in, answers out.
#pragma once

#include "actors/worker/cli/commands.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mw::worker {

/// More output than this is not made before the other side has read.
inline constexpr size_t max_unsent = size_t{64} * 1024;

/// HAProxy's CLI as a worker speaks it: the first line is run and the session
/// is over, unless that line changes the prompt mode.
class cli_session {
public:
  /// `start`: level, prompt mode and whether that is fixed.
  explicit cli_session(worker_context& worker, cli_state start = {})
      : worker_(worker), start_(start) {}

  /// As it was at first.
  void restart();

  /// The next line, without its LF; only when nothing is left to run.
  void take_line(std::string_view line, std::string& out);

  /// A line was too long to be taken: says so and ends.
  void refuse_line(std::string& out);

  /// Runs the commands of the line that was taken, until one takes time or `out` holds max_unsent
  /// bytes.
  void run(std::string& out);

  bool has_work() const { return rest_.has_value(); }

  /// A command is under way: it is the caller who tells when its time is up.
  bool takes_time() const { return under_way_.has_value(); }

  /// Of the command that is under way, from its beginning.
  std::chrono::milliseconds delay() const { return under_way_->delay; }

  /// Ends the command that is under way.
  void time_is_up(std::string& out);

  /// What `set timeout cli` has said; nothing: it has not been said.
  std::optional<std::chrono::milliseconds> idle_limit() const { return state_.idle_limit; }

  /// After the output there comes nothing more.
  bool over() const { return over_; }

private:
  bool takes_payload(std::string_view line, std::string& out);
  void run_next(std::string& out);
  answer_end run_command(std::string_view command, std::string& out);
  void end_command(answer_end end, std::string& out);
  void add_prompt(std::string& out) const;

  bool prompting() const { return state_.prompt.mode == prompt_mode::kind::prompt; }

  worker_context& worker_;
  cli_state start_;
  cli_state state_ = start_;
  std::string line_;
  std::optional<size_t> rest_;             ///< where in line_ the next command begins
  std::optional<slow_answer> under_way_;   ///< of the command before that
  std::optional<std::string> payload_end_; ///< set while a payload is read
  bool over_ = false;
};

} // namespace mw::worker
