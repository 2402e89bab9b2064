// The router: knows which actor speaks for which worker process, and tells the sessions of changes.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/type_ids.hpp"

#include <map>
#include <set>

namespace mw {

class router_state {
public:
  using handle = router_actor;
  static constexpr const char* name = "router";

  /// `workers`: how many relative PIDs there are.
  router_state(host<handle>* self, int32_t workers);

  handle::behavior_type make_behavior();

private:
  void up(const worker_up& news, const worker_proxy_actor& proxy);
  void down(const worker_down& news);
  caf::result<route> find(const resolve& question, const route_watcher_actor& asker);

  void watch(const route_watcher_actor& asker);
  void forget(const caf::actor_addr& watcher);

  template <class News>
  void tell(const News& news);

  host<handle>* self_;
  int32_t workers_;
  std::map<uint64_t, route> routes_; ///< by the serial of the process
  std::map<caf::actor_addr, route_watcher_actor> watchers_;
};

} // namespace mw
