// A fan-out: one command on several workers at once, the answers one after the other.
#pragma once

#include "actors/merge/branched_runner.hpp"

namespace mw {

/// All workers run the command at the same time; what they answer before it is their turn is kept,
/// a window's worth for each: memory is bounded by their number, and none waits for another.
class fan_out_state final : public branched_runner {
public:
  static constexpr const char* name = "fan-out";

  using branched_runner::branched_runner;

  void credit(const reply_credit& more) override;

private:
  void start(const run_command& command) override;
  void look() override;
  void print_branch(command_branches::branch& one);
  void finish();
};

} // namespace mw
