// A router: see router.hpp.
#include "actors/routing/router.hpp"

#include "actors/applet/applet_console.hpp"
#include "messages/cli/words.hpp"

#include <caf/send.hpp>
#include <fmt/format.h>

#include <unistd.h>

namespace mw {

namespace {

/// Asked for with each prompt. Nothing forks here once there are sessions.
pid_t own_pid() {
  static const auto pid = ::getpid();
  return pid;
}

/// Whether the applet goes on with it until the client presses Enter.
bool is_live(const run_command& command) {
  if (command.two_way || command.text.find("follow") == std::string::npos)
    return false;
  auto words = split_words(command.text);
  return words && words->size() >= 2 && (*words)[0] == "actor-trace" && (*words)[1] == "follow";
}

} // namespace

router_state::router_state(runtime::host<handle>* self, route_news_actor route_news,
                           applet_actor applet, int32_t workers, merge_sources sources)
    : self_(self),
      applet_(std::move(applet)),
      sources_(std::move(sources)),
      service_{.workers = workers} {
  self_->send(route_news, watch_routes{}, route_watcher_actor{self_});
}

router_actor::behavior_type router_state::make_behavior() {
  return {
      [this](const target& where, run_command& command, const reply_sink_actor& sink) {
        return run(where, command, sink);
      },
      [this](const target& where, const take_samples& order, const reply_sink_actor& sink) {
        return sample(where, order, sink);
      },
      [this](const find_process& question) { return find(question.where); },
      [this](const ask_prompt& question) { return about_prompt(question.where); },
      [this](const find_successor& question) { return successor_of(question.of); },
      [this](const runner_idle& news, const worker_link_actor& link) { take_back(news, link); },
      [this](const worker_up& news, const worker_proxy_actor& proxy) { up(news, proxy); },
      [this](const worker_down& news) { down(news); },
      [this](const worker_leaving& news) { leaving(news); },
      [this](const service_news& news) {
        service_ = news;
        recall_all();
      },
  };
}

runner_lease router_state::find(const target& where) const {
  using outcome = runner_lease::outcome;
  if (where.form == target::kind::master)
    return {.process = {0, 0, own_pid()}};
  if (where.is_group())
    return find_several(where);
  if (auto process = routes_.find(where))
    return {.process = *process};
  if (where.form == target::kind::relative && where.number > service_.workers)
    return {.result = outcome::no_such_target};
  if (auto reason = routes_.why_not(where))
    return {.result = outcome::not_running, .reason = *reason};
  if (where.form == target::kind::relative)
    return {.result = outcome::not_running,
            .reason = fmt::format("worker {} is not ready yet", where.number)};
  return {.result = outcome::no_such_target};
}

prompt_facts router_state::about_prompt(const target& where) const {
  return {find(where).process, service_.reload_failed};
}

successor router_state::successor_of(const process_key& process) const {
  auto next = routes_.find({target::kind::relative, process.relative});
  if (!next || next->serial == process.serial)
    return {};
  return {*next, workers_.at(next->serial).proxy};
}

runner_lease router_state::run(const target& where, run_command& command,
                               const reply_sink_actor& sink) {
  auto id = command.id;
  auto lease = run_special(where, command, sink);
  if (!lease)
    lease = where.is_group() ? run_on_all(where, command, sink) : run_on_one(where, command, sink);
  lease->id = id;
  lease->reload_failed = service_.reload_failed;
  return std::move(*lease);
}

runner_lease router_state::run_on_one(const target& where, run_command& command,
                                      const reply_sink_actor& sink) {
  auto answer = find(where);
  if (answer.result != runner_lease::outcome::found)
    return answer;
  if (answer.process.relative == 0)
    return run_by_applet(std::move(answer), command, sink);
  if (auto pipeline = pipeline_for(command, answer.process)) {
    answer.runner = pipeline;
    if (command.keep_runner)
      answer.kept = pipeline; // which ends when nobody keeps it, and must know who does
    // Should it come back, the session gets the answer.
    caf::send_as(caf::actor_cast<caf::actor>(sink), pipeline, where, std::move(command), sink);
    return answer;
  }
  command.by_number = where.form == target::kind::relative;
  command.keep_runner = may_keep(command);
  if (command.keep_runner)
    answer.runner = answer.kept = lend(answer.process);
  else
    answer.runner = runner_for(answer.process, command.two_way);
  self_->send(answer.runner, std::move(command), sink);
  return answer;
}

runner_lease router_state::run_by_applet(runner_lease answer, run_command& command,
                                         const reply_sink_actor& sink) {
  answer.runner = applet_;
  if (command.two_way)
    answer.runner = runtime::spawn_on<applet_console_state>(self_->unit(), applet_);
  answer.ends_on_input = is_live(command);
  if (command.keep_runner && !command.two_way && !answer.ends_on_input) {
    answer.kept = applet_;
    answer.lease_epoch = lease_epoch_;
    applet_is_kept_ = true;
  }
  self_->send(answer.runner, std::move(command), sink);
  return answer;
}

void router_state::up(const worker_up& news, const worker_proxy_actor& proxy) {
  routes_.up(news.process);
  workers_.try_emplace(news.process.serial, worker{proxy});
  recall_all();
}

/// A session that one of its links keeps would be work that the worker waits for.
void router_state::leaving(const worker_leaving& news) {
  routes_.leaving(news.process);
  drop_idle(news.process);
  recall_all();
}

void router_state::down(const worker_down& news) {
  routes_.down(news.process, news.reason);
  drop_idle(news.process);
  recall_all();
  workers_.erase(news.process.serial);
}

} // namespace mw
