// A router: see router.hpp.
#include "actors/routing/router.hpp"

#include "actors/applet/applet_console.hpp"
#include "actors/runners/worker_console.hpp"
#include "messages/cli/commands.hpp"

#include <caf/send.hpp>

namespace mw {

router_state::router_state(runtime::host<handle>* self, route_news_actor route_news,
                           applet_actor applet, int32_t workers, merge_sources sources)
    : self_(self),
      route_news_(std::move(route_news)),
      applet_(std::move(applet)),
      sources_(std::move(sources)),
      targets_(workers),
      links_(self) {
  self_->set_down_handler([this](caf::down_msg& gone) { prompts_.drop(gone.source); });
}

void router_state::begin() {
  self_->send(route_news_, watch_routes{}, route_watcher_actor{self_});
}

router_actor::behavior_type router_state::make_behavior() {
  return {
      [this](const command_route& route, run_command& command, const reply_sink_actor& sink) {
        return run(route, command, sink);
      },
      [this](const target& where, const take_samples& order, const reply_sink_actor& sink) {
        return sample(where, order, sink);
      },
      [this](const find_process& question) { return targets_.find(question.where); },
      [this](const watch_prompt& question, const prompt_watcher_actor& watcher) {
        return watch(question, watcher);
      },
      [this](const find_successor& question) { return successor_of(question.of); },
      [this](const runner_idle& news, const worker_link_actor& link) {
        links_.take_back(news, link, targets_.is_leaving(news.process));
      },
      [this](const worker_up& news, const worker_proxy_actor& proxy) { up(news, proxy); },
      [this](const worker_down& news) { down(news); },
      [this](const worker_leaving& news) { leaving(news); },
      [this](const service_news& news) { service(news); },
  };
}

prompt_facts router_state::watch(const watch_prompt& question,
                                 const prompt_watcher_actor& watcher) {
  auto facts = targets_.facts_about(question.where);
  if (prompts_.add(watcher, question.where, facts))
    self_->monitor(watcher);
  return facts;
}

successor router_state::successor_of(const process_key& process) const {
  auto next = targets_.successor_of(process);
  return next.pid == 0 ? successor{} : successor{next, links_.proxy_of(next)};
}

runner_lease router_state::run(const command_route& route, run_command& command,
                               const reply_sink_actor& sink) {
  auto id = command.id;
  auto lease = run_special(route.where, command, sink);
  if (!lease)
    lease = route.where.is_group() ? run_on_all(route.where, command, sink)
                                   : run_on_one(route, command, sink);
  lease->id = id;
  return std::move(*lease);
}

runner_lease router_state::run_on_one(const command_route& route, run_command& command,
                                      const reply_sink_actor& sink) {
  auto found = targets_.find(route.where);
  if (found.result != found_process::outcome::found)
    return {.result = found.result, .reason = std::move(found.reason)};
  auto answer = runner_lease{};
  if (command.two_way)
    answer = talk_to(found.process, command, sink);
  else if (found.process.relative == 0)
    answer = run_by_applet(route.wants_lease, command, sink);
  else
    answer = run_by_worker(route, found.process, command, sink);
  answer.process = found.process;
  return answer;
}

runner_lease router_state::talk_to(const process_key& process, run_command& command,
                                   const reply_sink_actor& sink) {
  auto start = [&](const auto& console) -> runner_lease {
    self_->send(console, std::move(command), sink);
    return {.runner = console, .input = console};
  };
  if (process.relative == 0)
    return start(runtime::spawn_on<applet_console_state>(self_->unit(), applet_));
  return start(
      runtime::spawn_on<worker_console_state>(self_->unit(), process, links_.proxy_of(process)));
}

runner_lease router_state::run_by_applet(bool wants_lease, run_command& command,
                                         const reply_sink_actor& sink) {
  auto answer = runner_lease{.runner = applet_};
  if (command_for_master(command.text).live) {
    answer.input = applet_;
  } else if (wants_lease) {
    answer.leased = applet_;
    answer.epoch = epoch_;
    applet_is_leased_ = true;
  }
  self_->send(applet_, std::move(command), sink);
  return answer;
}

runner_lease router_state::run_by_worker(const command_route& route, const process_key& process,
                                         run_command& command, const reply_sink_actor& sink) {
  auto answer = runner_lease{};
  auto order = assignment{route.where, route.wants_lease};
  auto pipeline =
      route.own_connection ? haproxy_cli_actor{} : links_.pipeline_for(command, process);
  if (pipeline) {
    answer.runner = pipeline;
    if (order.leased)
      answer.leased = pipeline; // which ends when nobody leases it, and must know who does
    // Should it come back, the session gets the answer.
    caf::send_as(caf::actor_cast<caf::actor>(sink), pipeline, order, std::move(command), sink);
    return answer;
  }
  auto link = links_.take(process);
  answer.runner = link;
  order.leased = route.wants_lease && !route.own_connection && links_.lease(link);
  if (order.leased)
    answer.leased = link;
  self_->send(link, order, std::move(command), sink);
  return answer;
}

void router_state::up(const worker_up& news, const worker_proxy_actor& proxy) {
  targets_.up(news.process);
  links_.up(news.process, proxy);
  tell_change();
}

void router_state::leaving(const worker_leaving& news) {
  targets_.leaving(news.process);
  tell_change();
  links_.leaving(news.process);
}

void router_state::down(const worker_down& news) {
  targets_.down(news.process, news.reason, news.next);
  tell_change();
  links_.down(news.process);
}

void router_state::service(const service_news& news) {
  targets_.service(news);
  tell_change();
}

/// Sessions must see it with their next command, and with their next prompt.
void router_state::tell_change() {
  if (std::exchange(applet_is_leased_, false))
    self_->send(applet_, lease_recalled{++epoch_});
  links_.recall();
  prompts_.for_changed([this](const target& where) { return targets_.facts_about(where); },
                       [this](const prompt_watcher_actor& watcher, const prompt_facts& facts) {
                         self_->send(watcher, facts);
                       });
}

} // namespace mw
