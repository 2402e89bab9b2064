// The router: see router.hpp.
#include "actors/router.hpp"

#include <algorithm>

namespace mw {

router_state::router_state(host<handle>* self, int32_t workers) : self_(self), workers_(workers) {
  self_->set_down_handler([this](caf::down_msg& gone) { forget(gone.source); });
}

router_actor::behavior_type router_state::make_behavior() {
  return {
      [this](const worker_up& news, const worker_proxy_actor& proxy) { up(news, proxy); },
      [this](const worker_down& news) { down(news); },
      [this](const resolve& question, const route_watcher_actor& asker) {
        return find(question, asker);
      },
  };
}

void router_state::up(const worker_up& news, const worker_proxy_actor& proxy) {
  routes_[news.process.serial] = route{news.process, proxy};
  tell(news);
}

void router_state::down(const worker_down& news) {
  if (routes_.erase(news.process.serial) > 0)
    tell(news);
}

caf::result<route> router_state::find(const resolve& question, const route_watcher_actor& asker) {
  watch(asker);
  const auto& where = question.where;
  // The newest process first: a relative number means the one that was started last.
  auto found = std::find_if(routes_.rbegin(), routes_.rend(), [&](const auto& entry) {
    const auto& process = entry.second.process;
    return where.number ==
           (where.form == target::kind::pid ? process.pid : process.relative);
  });
  if (found != routes_.rend())
    return found->second;
  auto numbered = where.form == target::kind::relative && where.number <= workers_;
  return caf::make_error(numbered ? errc::target_not_running : errc::no_such_target);
}

void router_state::watch(const route_watcher_actor& asker) {
  if (watchers_.try_emplace(asker.address(), asker).second)
    self_->monitor(asker);
}

void router_state::forget(const caf::actor_addr& watcher) { watchers_.erase(watcher); }

template <class News>
void router_state::tell(const News& news) {
  for (const auto& [address, watcher] : watchers_)
    self_->send(watcher, news);
}

} // namespace mw
