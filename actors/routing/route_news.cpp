// The route news: see route_news.hpp.
#include "actors/routing/route_news.hpp"

namespace mw {

route_news_state::route_news_state(runtime::host<handle>* self) : self_(self) {
  self_->set_down_handler([this](caf::down_msg& gone) { watchers_.erase(gone.source); });
}

route_news_actor::behavior_type route_news_state::make_behavior() {
  return {
      [this](const worker_up& news, const worker_proxy_actor& proxy) { up(news, proxy); },
      [this](const worker_down& news) { down(news); },
      [this](const worker_leaving& news) { leaving(news); },
      [this](const service_news& news) { service(news); },
      [this](const watch_routes&, const route_watcher_actor& watcher) { watch(watcher); },
      [](const health_check&) { return alive{}; },
  };
}

void route_news_state::up(const worker_up& news, const worker_proxy_actor& proxy) {
  routes_[news.process.serial] = {.process = news.process, .proxy = proxy};
  for (const auto& [address, watcher] : watchers_)
    self_->send(watcher, news, proxy);
}

/// Tells all routers, also of a process that was never up: its clients should read why it ended.
void route_news_state::down(const worker_down& news) {
  routes_.erase(news.process.serial);
  for (const auto& [address, watcher] : watchers_)
    self_->send(watcher, news);
}

void route_news_state::leaving(const worker_leaving& news) {
  if (auto known = routes_.find(news.process.serial); known != routes_.end())
    known->second.is_leaving = true;
  for (const auto& [address, watcher] : watchers_)
    self_->send(watcher, news);
}

void route_news_state::service(const service_news& news) {
  service_ = news;
  for (const auto& [address, watcher] : watchers_)
    self_->send(watcher, news);
}

void route_news_state::watch(const route_watcher_actor& watcher) {
  if (!watchers_.try_emplace(watcher.address(), watcher).second)
    return;
  self_->monitor(watcher);
  if (service_)
    self_->send(watcher, *service_);
  for (const auto& [serial, known] : routes_) {
    self_->send(watcher, worker_up{known.process}, known.proxy);
    if (known.is_leaving)
      self_->send(watcher, worker_leaving{known.process});
  }
}

} // namespace mw
