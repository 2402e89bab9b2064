// What a fan-out and a merge have in common: one command on several workers, and one answer.
#pragma once

#include "actors/merge/command_branches.hpp"
#include "actors/reply/reply_stream.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <chrono>
#include <vector>

namespace mw {

/// Base of an actor's state that lives for one command, on the unit of its session. It ends with
/// its answer, when the command is cancelled, or with who takes the answer.
class branched_runner {
public:
  using handle = fan_out_actor;

  /// `branches`: in the order of the answers; not empty.
  branched_runner(runtime::host<handle>* self, std::vector<fan_out_branch> branches);
  virtual ~branched_runner() = default;
  branched_runner(const branched_runner&) = delete;
  branched_runner& operator=(const branched_runner&) = delete;

  handle::behavior_type make_behavior();

  void run(run_command command, reply_sink_actor sink);
  virtual void credit(const reply_credit& more) = 0;
  void cancel(const cancel_command& which);

protected:
  /// Gives the workers their first command.
  virtual void start(const run_command& command) = 0;
  /// Takes what the workers have answered: something has changed.
  virtual void look() = 0;

  /// How long a worker may be silent.
  virtual std::chrono::seconds patience() const { return branch_time_limit; }

  void end();

  runtime::host<handle>* self_;
  command_branches branches_;
  reply_stream answer_;

private:
  void check_later();
  void give_up();
};

} // namespace mw
