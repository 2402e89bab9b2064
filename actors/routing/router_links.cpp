// A router, what it gives commands to that are for one worker: see router.hpp.
#include "actors/routing/router.hpp"
#include "actors/runners/haproxy_cli.hpp"
#include "actors/runners/worker_console.hpp"
#include "actors/runners/worker_link.hpp"

namespace mw {

namespace {

// To one worker; more than that were needed at once only in a burst.
constexpr size_t most_idle_links = 16;
// To all workers: what sessions keep is idle, too, as long as it is not used.
constexpr size_t most_lent_links = 16;
// A client that asks once costs HAProxy nothing but its own connection.
constexpr auto often_time = std::chrono::seconds{1};

} // namespace

command_runner_actor router_state::runner_for(const process_key& process, bool two_way) {
  return two_way ? console_to(process) : command_runner_actor{link_to(process)};
}

command_runner_actor router_state::console_to(const process_key& process) {
  return runtime::spawn_on<worker_console_state>(self_->unit(), process,
                                                 workers_.at(process.serial).proxy);
}

bool router_state::may_keep(const run_command& command) const {
  return command.keep_runner && !command.two_way && !command.own_connection &&
         lent_.size() < most_lent_links;
}

/// Null: it goes over a link.
leasable_runner_actor router_state::pipeline_for(const run_command& command,
                                                 const process_key& process) {
  if (command.own_connection || !may_be_pipelined(command))
    return {};
  auto& known = workers_.at(process.serial);
  auto& level = known.by_level.at(static_cast<size_t>(command.level));
  auto now = self_->clock().now();
  auto is_first = now - std::exchange(level.last, now) >= often_time;
  if (known.framed || is_first || routes_.is_leaving(process))
    return {};
  if (!level.pipeline)
    level.pipeline = runtime::spawn_on<haproxy_cli_state>(self_->unit(), process, known.proxy,
                                                          command.level, router_actor{self_});
  return level.pipeline;
}

worker_link_actor router_state::lend(const process_key& process) {
  return lent_.emplace_back(link_to(process));
}

/// Sessions must see what has changed with their next command.
void router_state::recall_all() {
  if (std::exchange(applet_is_kept_, false))
    self_->send(applet_, lease_recalled{++lease_epoch_});
  for (const auto& link : lent_)
    self_->send(link, lease_recalled{});
  for (auto& [serial, known] : workers_)
    for (auto& level : known.by_level)
      if (auto pipeline = std::exchange(level.pipeline, {}))
        self_->send(pipeline, lease_recalled{});
}

worker_link_actor router_state::link_to(const process_key& process) {
  auto& known = workers_.at(process.serial);
  if (known.idle.empty())
    return runtime::spawn_on<worker_link_state>(self_->unit(), process, known.proxy,
                                                router_actor{self_});
  auto link = std::move(known.idle.back());
  known.idle.pop_back();
  return link;
}

void router_state::take_back(const runner_idle& news, const worker_link_actor& link) {
  std::erase(lent_, link);
  auto known = workers_.find(news.process.serial);
  auto is_kept = known != workers_.end() && !routes_.is_leaving(news.process);
  if (is_kept)
    known->second.framed = news.framed;
  if (is_kept && known->second.idle.size() < most_idle_links)
    known->second.idle.push_back(link);
  else
    self_->send_exit(link, caf::exit_reason::user_shutdown);
}

void router_state::drop_idle(const process_key& process) {
  auto known = workers_.find(process.serial);
  if (known == workers_.end())
    return;
  for (const auto& link : std::exchange(known->second.idle, {}))
    self_->send_exit(link, caf::exit_reason::user_shutdown);
}

} // namespace mw
