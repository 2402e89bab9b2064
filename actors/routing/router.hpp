// A router: finds who runs a command for a target, and gives it to them.
#pragma once

#include "actors/merge/fan_out.hpp"
#include "actors/merge/merge_run.hpp"
#include "actors/routing/link_pool.hpp"
#include "actors/routing/prompt_watchers.hpp"
#include "actors/routing/target_finder.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mw {

/// One on each listener's thread, for all its sessions: links live there too, so that an answer's
/// bytes do not change threads. A session with commands one behind the other leases its runner as
/// long as they come and nothing changes: they take three messages less each. Questions to HAProxy
/// that come often share a pipeline.
class router_state {
public:
  using handle = router_actor;
  static constexpr const char* name = "router";

  /// `applet` runs what is for the master. `workers`: how many relative PIDs there are at first.
  /// `sources`: null where a test, or the carried totals' own router, needs none.
  router_state(runtime::host<handle>* self, route_news_actor route_news, applet_actor applet,
               int32_t workers, merge_sources sources = {});

  handle::behavior_type make_behavior();
  /// Wants to be told of workers.
  void begin();

private:
  using words = std::vector<std::string>;

  runner_lease run(const command_route& route, run_command& command, const reply_sink_actor& sink);
  runner_lease run_on_one(const command_route& route, run_command& command,
                          const reply_sink_actor& sink);
  runner_lease run_by_applet(bool wants_lease, run_command& command, const reply_sink_actor& sink);
  runner_lease run_by_worker(const command_route& route, const process_key& process,
                             run_command& command, const reply_sink_actor& sink);
  runner_lease talk_to(const process_key& process, run_command& command,
                       const reply_sink_actor& sink);
  successor successor_of(const process_key& process) const;
  prompt_facts watch(const watch_prompt& question, const prompt_watcher_actor& watcher);
  void up(const worker_up& news, const worker_proxy_actor& proxy);
  void leaving(const worker_leaving& news);
  void down(const worker_down& news);
  void service(const service_news& news);
  void tell_change();

  // router_groups.cpp: what is for several workers, or of several.
  std::optional<runner_lease> run_special(const target& where, run_command& command,
                                          const reply_sink_actor& sink);
  runner_lease run_on_all(const target& group, run_command& command, const reply_sink_actor& sink);
  runner_lease merge(const target& where, const words& typed, run_command& command,
                     const reply_sink_actor& sink);
  runner_lease merge(const target& where, const merge_order& order, run_command& command,
                     const reply_sink_actor& sink);
  runner_lease sample(const target& where, const take_samples& order, const reply_sink_actor& sink);
  runner_lease show_metrics(const words& typed, run_command& command, const reply_sink_actor& sink);
  runner_lease show_events(const words& typed, run_command& command, const reply_sink_actor& sink);
  runner_lease refuse(const run_command& command, std::string text, const reply_sink_actor& sink);
  runner_lease start(const command_runner_actor& runner, run_command& command,
                     const reply_sink_actor& sink);
  std::vector<fan_out_branch> branches_of(const target& where, size_t commands = 1);

  runtime::host<handle>* self_;
  route_news_actor route_news_;
  applet_actor applet_;
  merge_sources sources_;
  target_finder targets_;
  link_pool links_;
  prompt_watchers prompts_;
  bool applet_is_leased_ = false; ///< by sessions that know of no change yet
  uint64_t epoch_ = 0;            ///< see runner_lease
};

} // namespace mw
