// A fan-out: one command on several workers at once, the answers one after the other.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/type_ids.hpp"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// One of the workers, and who runs commands on it.
struct fan_out_branch {
  process_key process;
  bool is_old = false; ///< it is leaving
  command_runner_actor runner;
};

/// A worker that is silent for so long has no part in the answer.
inline constexpr auto branch_time_limit = std::chrono::seconds{10};

/// Lives for one command, on the unit of its session. All workers run it at the same time; what
/// they answer before it is their turn is kept, a window's worth for each: memory is bounded by
/// their number, and none waits for another.
class fan_out_state {
public:
  using handle = fan_out_actor;
  static constexpr const char* name = "fan-out";

  /// `branches`: in the order of the answers; not empty.
  fan_out_state(host<handle>* self, std::vector<fan_out_branch> branches);

  handle::behavior_type make_behavior();

private:
  using time_point = caf::actor_clock::time_point;

  struct branch {
    fan_out_branch worker;
    command_id id = 0;
    std::string kept = {};               ///< came before its turn
    size_t in_flight = 0;                ///< bytes for which it has no credit yet
    bool begun = false;                  ///< its header is printed
    bool in_line = false;                ///< what is printed does not end with an LF
    std::optional<std::string> end = {}; ///< set: it is over; the error, or empty
    time_point last_sign = {};
  };

  void run(run_command& command, reply_sink_actor sink);
  void chunk(const reply_chunk& part);
  void credit(const reply_credit& more);
  void ended(const reply_end& end);
  void cancel();
  void check();
  void give_up(branch& one);
  void print_what_is_there();
  void print_branch(branch& one);
  void finish();
  void print(std::string text);
  branch* find(command_id id);

  host<handle>* self_;
  std::vector<branch> branches_;
  size_t turn_ = 0; ///< whose answer is printed now
  size_t answered_ = 0;
  command_id id_ = 0; ///< the session's
  reply_sink_actor sink_;
};

} // namespace mw
