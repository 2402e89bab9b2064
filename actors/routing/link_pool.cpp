// A router's ways to workers: see link_pool.hpp.
#include "actors/routing/link_pool.hpp"

#include "actors/runners/haproxy_cli.hpp"
#include "actors/runners/worker_link.hpp"

namespace mw {

namespace {

// To one worker; more than that were needed at once only in a burst.
constexpr size_t most_idle_links = 16;
// To all workers: what sessions lease is idle, too, as long as it is not used.
constexpr size_t most_leased_links = 16;
// A client that asks once costs HAProxy nothing but its own connection.
constexpr auto often_time = std::chrono::seconds{1};

} // namespace

void link_pool::up(const process_key& process, const worker_proxy_actor& proxy) {
  workers_.try_emplace(process.serial, worker{proxy});
}

void link_pool::leaving(const process_key& process) {
  auto known = workers_.find(process.serial);
  if (known == workers_.end())
    return;
  end_idle(known->second);
  known->second.is_leaving = true;
}

void link_pool::down(const process_key& process) {
  auto known = workers_.extract(process.serial);
  if (known)
    end_idle(known.mapped());
}

void link_pool::end_idle(worker& known) {
  for (const auto& link : std::exchange(known.idle, {}))
    self_->send_exit(link, caf::exit_reason::user_shutdown);
}

const worker_proxy_actor& link_pool::proxy_of(const process_key& process) const {
  return workers_.at(process.serial).proxy;
}

worker_link_actor link_pool::take(const process_key& process) {
  auto& known = workers_.at(process.serial);
  if (known.idle.empty())
    return runtime::spawn_on<worker_link_state>(self_->unit(), process, known.proxy,
                                                router_actor{self_});
  auto link = std::move(known.idle.back());
  known.idle.pop_back();
  return link;
}

bool link_pool::lease(const worker_link_actor& link) {
  if (leased_.size() >= most_leased_links)
    return false;
  leased_.push_back(link);
  return true;
}

void link_pool::take_back(const runner_idle& news, const worker_link_actor& link, bool is_leaving) {
  std::erase(leased_, link);
  auto known = workers_.find(news.process.serial);
  auto is_useful = known != workers_.end() && !is_leaving;
  if (is_useful)
    known->second.framed = news.framed;
  if (is_useful && known->second.idle.size() < most_idle_links)
    known->second.idle.push_back(link);
  else
    self_->send_exit(link, caf::exit_reason::user_shutdown);
}

haproxy_cli_actor link_pool::pipeline_for(const run_command& command, const process_key& process) {
  if (!may_be_pipelined(command))
    return {};
  auto& known = workers_.at(process.serial);
  auto& level = known.by_level.at(static_cast<size_t>(command.level));
  auto now = self_->clock().now();
  auto is_first = now - std::exchange(level.last, now) >= often_time;
  if (known.framed || known.is_leaving || is_first)
    return {};
  if (!level.pipeline)
    level.pipeline = runtime::spawn_on<haproxy_cli_state>(self_->unit(), process, known.proxy,
                                                          command.level, router_actor{self_});
  return level.pipeline;
}

void link_pool::recall() {
  for (const auto& link : leased_)
    self_->send(link, lease_recalled{});
  for (auto& [serial, known] : workers_)
    for (auto& level : known.by_level)
      if (auto pipeline = std::exchange(level.pipeline, {}))
        self_->send(pipeline, lease_recalled{});
}

} // namespace mw
