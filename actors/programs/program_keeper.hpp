// The program keeper: runs the programs of the configuration beside the workers.
#pragma once

#include "actors/plan/generation_plan.hpp"
#include "actors/processes/restart_policy.hpp"
#include "actors/processes/stop_steps.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/program_keeper.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/process/exit_status.hpp"
#include "net/process/process_family.hpp"

#include <asio/posix/stream_descriptor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// A program does not tell when it is ready. One that has run for so long is taken to have been.
inline constexpr auto program_proof_time = std::chrono::seconds{1};

/// Processes that a program leaves behind when it ends have so long to end as well.
inline constexpr auto rest_time_limit = std::chrono::seconds{5};

/// Nobody tells when the last process of a family is gone: it is looked for so often.
inline constexpr auto family_poll = std::chrono::milliseconds{50};

/// Owns the processes, each with its family (net/process/process_family.hpp). Those that still run
/// when it ends are told by the kernel, or by the guardian.
class program_keeper_state {
public:
  using handle = program_keeper_actor;
  static constexpr const char* name = "program-keeper";

  /// `random`: uniform in [0, 1). `guardian`: ends programs of other users, too, should the master
  /// be killed; null: nobody does.
  program_keeper_state(runtime::host<handle>* self, std::function<double()> random,
                       guardian_keeper_actor guardian = {});

  handle::behavior_type make_behavior();

private:
  using time_point = caf::actor_clock::time_point;

  /// A section, with its process if it has one.
  struct program {
    program_command command;
    process_info info;
    restart_policy policy = {};
    std::optional<asio::posix::stream_descriptor> pidfd = {};
    time_point began = {};
    std::optional<time_point> ended_at = {};        ///< the process before
    std::optional<time_point> leader_ended_at = {}; ///< set: what it has left behind is ending
    stop_progress stopping = {};
    std::string cause = {}; ///< why we ended it
  };

  // program_keeper.cpp: what runs, and for whom.
  void run(const run_programs& order);
  std::vector<program> dismiss_replaced(int signal);
  bool is_left_alone(const program& one) const;
  void stop(int signal);
  void tell_change();
  process_info row_of(const program& one) const;
  void tell_if_all_gone();

  // program_keeper_process.cpp: one process.
  program make(const program_command& command);
  void start(program& one);
  void watch(uint64_t serial);
  void leader_ended(uint64_t serial);
  void end_rest(program& one);
  void ended(uint64_t serial, const net::exit_status& status);
  void current_ended(program& one, program_ended news);
  bool starts_again(const program_ended& news) const;
  void restart(uint64_t serial);
  void dismiss(program& one, int signal);
  void next_stop_step(program& one);
  void not_stopped(uint64_t serial, uint32_t step);
  program* find(uint64_t serial);

  runtime::host<handle>* self_;
  std::function<double()> random_;
  guardian_keeper_actor guardian_;
  master_actor master_; ///< null until there is something to run
  plan_ptr plan_;
  std::vector<program> current_; ///< by the plan
  std::vector<program> old_;     ///< told to end, newest first
  uint64_t last_serial_ = 0;
  bool stopping_ = false;
};

} // namespace mw
