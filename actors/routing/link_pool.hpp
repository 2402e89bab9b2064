// A router's ways to workers: links that wait for a command or are leased, and pipelines.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <array>
#include <map>
#include <vector>

namespace mw {

/// A member of a router. A session has a link for one command: a thousand idle sessions cost no
/// channel, and a client that connects for one command finds one open.
class link_pool {
public:
  explicit link_pool(runtime::host<router_actor>* self) : self_(self) {}

  link_pool(const link_pool&) = delete;
  link_pool& operator=(const link_pool&) = delete;

  void up(const process_key& process, const worker_proxy_actor& proxy);
  /// Closes what is open to it without need: that would be work that the worker waits for.
  void leaving(const process_key& process);
  void down(const process_key& process);

  /// Finds the proxy of a live process.
  const worker_proxy_actor& proxy_of(const process_key& process) const;

  /// A link to a live process, for one command.
  worker_link_actor take(const process_key& process);
  /// Lets a session lease that link with its command. False: too many are leased.
  bool lease(const worker_link_actor& link);
  /// A link has no command, and no lessee, any more. `is_leaving`: its process is.
  void take_back(const runner_idle& news, const worker_link_actor& link, bool is_leaving);

  /// The pipeline that takes this command; null: it goes over a link.
  haproxy_cli_actor pipeline_for(const run_command& command, const process_key& process);

  /// Ends all leases of links and pipelines.
  void recall();

private:
  /// How questions of one level are put to a worker.
  struct questions {
    haproxy_cli_actor pipeline; ///< null: none since something has changed
    caf::actor_clock::time_point last;
  };

  struct worker {
    worker_proxy_actor proxy;
    std::vector<worker_link_actor> idle = {};
    bool framed = true; ///< unless a link has found that it is not
    bool is_leaving = false;
    std::array<questions, 3> by_level = {};
  };

  void end_idle(worker& known);

  runtime::host<router_actor>* self_;
  std::map<uint64_t, worker> workers_; ///< live ones, by the serial of the process
  std::vector<worker_link_actor> leased_;
};

} // namespace mw
