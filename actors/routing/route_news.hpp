// The route news: knows which actor speaks for which worker process, and tells the routers of
// changes.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <map>
#include <optional>

namespace mw {

class route_news_state {
public:
  using handle = route_news_actor;
  static constexpr const char* name = "route-news";

  explicit route_news_state(runtime::host<handle>* self);

  handle::behavior_type make_behavior();

private:
  void up(const worker_up& news, const worker_proxy_actor& proxy);
  void down(const worker_down& news);
  void leaving(const worker_leaving& news);
  void service(const service_news& news);
  void watch(const route_watcher_actor& watcher);

  struct route {
    process_key process;
    worker_proxy_actor proxy;
    bool is_leaving = false;
  };

  runtime::host<handle>* self_;
  std::map<uint64_t, route> routes_; ///< by the serial of the process
  std::optional<service_news> service_;
  std::map<caf::actor_addr, route_watcher_actor> watchers_;
};

} // namespace mw
