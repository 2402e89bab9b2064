// A runner pool: see runner_pool.hpp.
#include "actors/runner_pool.hpp"

#include "actors/applet_console.hpp"
#include "actors/worker_console.hpp"
#include "actors/worker_link.hpp"
#include "actors/worker_pipeline.hpp"
#include "messages/words.hpp"

#include <caf/send.hpp>
#include <fmt/format.h>

#include <unistd.h>

namespace mw {

namespace {

// To one worker; more than that were needed at once only in a burst.
constexpr size_t most_idle_links = 16;
// To all workers: what sessions keep is idle, too, as long as it is not used.
constexpr size_t most_lent_links = 16;
// A client that asks once costs HAProxy nothing but its own connection.
constexpr auto often_time = std::chrono::seconds{1};

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

runner_pool_state::runner_pool_state(host<handle>* self, router_actor router, applet_actor applet,
                                     int32_t workers, merge_sources sources)
    : self_(self),
      applet_(std::move(applet)),
      sources_(std::move(sources)),
      service_{.workers = workers} {
  self_->send(router, watch_routes{}, route_watcher_actor{self_});
}

runner_pool_actor::behavior_type runner_pool_state::make_behavior() {
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

runner_lease runner_pool_state::find(const target& where) const {
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

prompt_facts runner_pool_state::about_prompt(const target& where) const {
  return {find(where).process, service_.reload_failed};
}

successor runner_pool_state::successor_of(const process_key& process) const {
  auto next = routes_.find({target::kind::relative, process.relative});
  if (!next || next->serial == process.serial)
    return {};
  return {*next, workers_.at(next->serial).proxy};
}

runner_lease runner_pool_state::run(const target& where, run_command& command,
                                    const reply_sink_actor& sink) {
  auto id = command.id;
  auto lease = run_special(where, command, sink);
  if (!lease)
    lease = where.is_group() ? run_on_all(where, command, sink) : run_on_one(where, command, sink);
  lease->id = id;
  lease->reload_failed = service_.reload_failed;
  return std::move(*lease);
}

runner_lease runner_pool_state::run_on_one(const target& where, run_command& command,
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

runner_lease runner_pool_state::run_by_applet(runner_lease answer, run_command& command,
                                              const reply_sink_actor& sink) {
  answer.runner = applet_;
  if (command.two_way)
    answer.runner = spawn_on<applet_console_state>(self_->unit(), applet_);
  answer.ends_on_input = is_live(command);
  if (command.keep_runner && !command.two_way && !answer.ends_on_input) {
    answer.kept = applet_;
    answer.terms = terms_;
    applet_is_kept_ = true;
  }
  self_->send(answer.runner, std::move(command), sink);
  return answer;
}

command_runner_actor runner_pool_state::runner_for(const process_key& process, bool two_way) {
  return two_way ? console_to(process) : command_runner_actor{link_to(process)};
}

command_runner_actor runner_pool_state::console_to(const process_key& process) {
  return spawn_on<worker_console_state>(self_->unit(), process, workers_.at(process.serial).proxy);
}

bool runner_pool_state::may_keep(const run_command& command) const {
  return command.keep_runner && !command.two_way && !command.apart &&
         lent_.size() < most_lent_links;
}

/// Null: it goes over a link.
worker_pipeline_actor runner_pool_state::pipeline_for(const run_command& command,
                                                      const process_key& process) {
  if (command.apart || !may_be_pipelined(command))
    return {};
  auto& known = workers_.at(process.serial);
  auto& level = known.by_level.at(static_cast<size_t>(command.level));
  auto now = self_->clock().now();
  auto is_first = now - std::exchange(level.last, now) >= often_time;
  if (known.framed || is_first)
    return {};
  if (!level.pipeline)
    level.pipeline = spawn_on<worker_pipeline_state>(self_->unit(), process, known.proxy,
                                                     command.level, runner_pool_actor{self_});
  return level.pipeline;
}

worker_link_actor runner_pool_state::lend(const process_key& process) {
  return lent_.emplace_back(link_to(process));
}

/// Sessions must see what has changed with their next command.
void runner_pool_state::recall_all() {
  if (std::exchange(applet_is_kept_, false))
    self_->send(applet_, lease_recalled{++terms_});
  for (const auto& link : lent_)
    self_->send(link, lease_recalled{});
  for (auto& [serial, known] : workers_)
    for (auto& level : known.by_level)
      if (auto pipeline = std::exchange(level.pipeline, {}))
        self_->send(pipeline, lease_recalled{});
}

worker_link_actor runner_pool_state::link_to(const process_key& process) {
  auto& known = workers_.at(process.serial);
  if (known.idle.empty())
    return spawn_on<worker_link_state>(self_->unit(), process, known.proxy,
                                       runner_pool_actor{self_});
  auto link = std::move(known.idle.back());
  known.idle.pop_back();
  return link;
}

void runner_pool_state::take_back(const runner_idle& news, const worker_link_actor& link) {
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

void runner_pool_state::up(const worker_up& news, const worker_proxy_actor& proxy) {
  routes_.up(news.process);
  workers_.try_emplace(news.process.serial, worker{proxy});
  recall_all();
}

/// A session that one of its links keeps would be work that the worker waits for.
void runner_pool_state::leaving(const worker_leaving& news) {
  routes_.leaving(news.process);
  drop_idle(news.process);
  recall_all();
  if (auto known = workers_.find(news.process.serial); known != workers_.end())
    known->second.framed = true; // its proxy keeps connections to it, and speaks in frames
}

void runner_pool_state::down(const worker_down& news) {
  routes_.down(news.process, news.reason);
  drop_idle(news.process);
  recall_all();
  workers_.erase(news.process.serial);
}

void runner_pool_state::drop_idle(const process_key& process) {
  auto known = workers_.find(process.serial);
  if (known == workers_.end())
    return;
  for (const auto& link : std::exchange(known->second.idle, {}))
    self_->send_exit(link, caf::exit_reason::user_shutdown);
}

} // namespace mw
