// One command on several workers at once: who has answered, who takes too long, whose turn it is.
#pragma once

#include "actors/reply/reply_stream.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mw {

/// One of the workers, and who runs commands on it.
struct fan_out_branch {
  process_key process = {};
  bool is_old = false;              ///< it is leaving
  command_runner_actor runner = {}; ///< null: nobody, see `reason`
  std::string reason = {};          ///< why nobody does, for the client
  /// Runners of the commands behind the first one: a runner is free for others after one.
  std::vector<command_runner_actor> further = {};
};

/// A worker that is silent for so long has no part in the answer.
inline constexpr auto branch_time_limit = std::chrono::seconds{10};
/// How often that is looked at.
inline constexpr auto branch_check_period = std::chrono::seconds{1};

/// Owned by the state of a fan-out or a merge. The branches have their turns one after the other;
/// only the one whose turn it is gets credit, the others stop at a window.
class command_branches {
public:
  using time_point = caf::actor_clock::time_point;

  struct branch {
    fan_out_branch worker;
    command_id id = 0;
    std::string kept = {};               ///< came before its turn
    credit_window window = {};           ///< what its runner may send on
    bool begun = false;                  ///< its header is printed
    bool in_line = false;                ///< what is printed does not end with an LF
    std::optional<std::string> end = {}; ///< set: it is over; the error, or empty
    time_point last_sign = {};
  };

  /// In the order of the turns; not empty.
  command_branches(runtime::host<fan_out_actor>* self, std::vector<fan_out_branch> workers);
  command_branches(const command_branches&) = delete;
  command_branches& operator=(const command_branches&) = delete;
  /// Ends runners that were not needed.
  ~command_branches();

  /// Runs it on all whose last command, if there was one, was answered.
  void run(const run_command& command);

  /// The next bytes of an answer are kept. False: nobody wants them.
  bool take(const reply_chunk& part);
  /// False: nobody waits for it.
  bool take(const reply_end& end);

  /// The branch whose answer is printed now; null: all are over.
  branch* at_turn() { return turn_ < all_.size() ? &all_[turn_] : nullptr; }

  void next_turn() { ++turn_; }

  /// Lets the one whose turn it is send on, as far as it has sent before.
  void credit(size_t bytes);
  /// No more is wanted of it.
  void give_up(branch& one, std::string why);
  void give_up_silent(std::chrono::seconds limit);
  void cancel();

  const std::vector<branch>& all() const { return all_; }

  /// Counts the branches that have answered completely.
  size_t answered() const;

  bool have_all_answered() const { return answered() == all_.size(); }

private:
  branch* find(command_id id);
  static void take_next_runner(branch& one);

  runtime::host<fan_out_actor>* self_;
  std::vector<branch> all_;
  size_t turn_ = 0;
};

} // namespace mw
