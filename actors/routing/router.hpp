// A router: finds who runs commands for a target, and keeps the links to workers that are not
// in use.
#pragma once

#include "actors/merge/fan_out.hpp"
#include "actors/merge/merge_run.hpp"
#include "actors/runtime/component.hpp"
#include "messages/processes/route_table.hpp"
#include "messages/protocols/type_ids.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// One on each listener's thread, for all its sessions: links live there too, so that an answer's
/// bytes do not change threads. A session has a link for one command: a thousand idle sessions cost
/// no channel, and a client that connects for one command finds one open. One with commands one
/// behind the other keeps its link as long as they come and nothing changes: they take three
/// messages less each. Questions to HAProxy that come often share a pipeline.
class router_state {
public:
  using handle = router_actor;
  static constexpr const char* name = "router";

  /// `applet` runs what is for the master. `workers`: how many relative PIDs there are at first.
  /// `sources`: null where a test, or the carried totals' own router, needs none.
  router_state(runtime::host<handle>* self, route_news_actor route_news, applet_actor applet,
               int32_t workers, merge_sources sources = {});

  handle::behavior_type make_behavior();

private:
  runner_lease find(const target& where) const;
  prompt_facts about_prompt(const target& where) const;
  successor successor_of(const process_key& process) const;
  runner_lease run(const target& where, run_command& command, const reply_sink_actor& sink);
  runner_lease run_on_one(const target& where, run_command& command, const reply_sink_actor& sink);
  runner_lease run_by_applet(runner_lease answer, run_command& command,
                             const reply_sink_actor& sink);
  void up(const worker_up& news, const worker_proxy_actor& proxy);
  void leaving(const worker_leaving& news);
  void down(const worker_down& news);

  // router_groups.cpp: what is for several workers, or of several.
  runner_lease find_several(const target& group) const;
  std::optional<runner_lease> run_special(const target& where, run_command& command,
                                          const reply_sink_actor& sink);
  runner_lease run_on_all(const target& group, run_command& command, const reply_sink_actor& sink);
  runner_lease merge(const target& where, const merge_order& order, run_command& command,
                     const reply_sink_actor& sink);
  runner_lease sample(const target& where, const take_samples& order, const reply_sink_actor& sink);
  runner_lease show_metrics(const std::vector<std::string>& words, run_command& command,
                            const reply_sink_actor& sink);
  runner_lease show_events(const std::vector<std::string>& words, run_command& command,
                           const reply_sink_actor& sink);
  runner_lease refuse(const run_command& command, std::string text, const reply_sink_actor& sink);
  runner_lease start(const command_runner_actor& runner, run_command& command,
                     const reply_sink_actor& sink);
  std::vector<fan_out_branch> branches_of(const target& where, size_t commands = 1);
  void add_missing(const target& where, std::vector<fan_out_branch>& branches) const;
  std::string why_missing(int64_t number) const;

  // router_links.cpp: what commands for one worker are given to.
  command_runner_actor runner_for(const process_key& process, bool two_way);
  command_runner_actor console_to(const process_key& process);
  worker_link_actor link_to(const process_key& process);
  worker_link_actor lend(const process_key& process);
  bool may_keep(const run_command& command) const;
  leasable_runner_actor pipeline_for(const run_command& command, const process_key& process);
  void take_back(const runner_idle& news, const worker_link_actor& link);
  void drop_idle(const process_key& process);
  void recall_all();

  /// How questions of one level are put to a worker.
  struct questions {
    leasable_runner_actor pipeline; ///< null: none since something has changed
    caf::actor_clock::time_point last;
  };

  /// A live worker, and its links that wait for a command.
  struct worker {
    worker_proxy_actor proxy;
    std::vector<worker_link_actor> idle = {};
    bool framed = true; ///< unless a link has found that it is not
    std::array<questions, 3> by_level = {};
  };

  runtime::host<handle>* self_;
  applet_actor applet_;
  merge_sources sources_;
  service_news service_;
  route_table routes_;
  std::map<uint64_t, worker> workers_;  ///< by the serial of the process
  std::vector<worker_link_actor> lent_; ///< to sessions that keep them
  bool applet_is_kept_ = false;         ///< by sessions that know of no change yet
  uint64_t lease_epoch_ = 0;            ///< see runner_lease
};

} // namespace mw
