// A fan-out: one command on several workers at once, the answers one after the other.
#pragma once

#include "actors/merge/command_branches.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <string>
#include <vector>

namespace mw {

/// Lives for one command, on the unit of its session. All workers run it at the same time; what
/// they answer before it is their turn is kept, a window's worth for each: memory is bounded by
/// their number, and none waits for another.
class fan_out_state {
public:
  using handle = fan_out_actor;
  static constexpr const char* name = "fan-out";

  /// `branches`: in the order of the answers; not empty.
  fan_out_state(runtime::host<handle>* self, std::vector<fan_out_branch> branches);

  handle::behavior_type make_behavior();

private:
  void run(run_command& command, reply_sink_actor sink);
  void chunk(const reply_chunk& part);
  void credit(const reply_credit& more);
  void ended(const reply_end& end);
  void cancel();
  void check();
  void print_what_is_there();
  void print_branch(command_branches::branch& one);
  void finish();
  void print(std::string text);

  runtime::host<handle>* self_;
  command_branches branches_;
  command_id id_ = 0; ///< the session's
  reply_sink_actor sink_;
};

} // namespace mw
