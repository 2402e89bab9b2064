// The master, what others see of it: see master.hpp.
#include "actors/events/event_clock.hpp"
#include "actors/master/master.hpp"
#include "actors/processes/worker_end.hpp"

#include <algorithm>

#include <unistd.h>

namespace mw {

namespace {

constexpr auto proxy_time_limit = std::chrono::seconds{5};

/// Answers a promise once everybody has answered.
struct countdown {
  caf::typed_response_promise<alive> promise;
  size_t left = 0;
};

} // namespace

process_table master_state::table() const {
  auto answer = process_table{};
  answer.master = {.key = {0, 0, getpid(), 0},
                   .reloads = reloads_,
                   .failed_reloads = failed_reloads_,
                   .actors = self_->system().registry().running(),
                   .uptime = seconds_since(started_),
                   .version = environment_.version};
  for (const auto& one : current_.workers)
    answer.workers.push_back(seen(one));
  if (candidate_)
    for (const auto& one : candidate_->workers)
      answer.new_workers.push_back(seen(one));
  for (const auto& one : old_)
    (one.never_served ? answer.new_workers : answer.old_workers).push_back(seen(one));
  answer.programs = seen(programs_.current);
  answer.old_programs = seen(programs_.old);
  return answer;
}

process_info master_state::seen(const worker& one) const {
  using std::chrono::milliseconds;
  auto info = one.info;
  auto since = time_point{std::chrono::seconds{info.key.started}};
  info.uptime = one.proxy && info.key.pid != 0 ? seconds_since(since) : 0;
  if (one.ended_at)
    info.ended_ago = seconds_since(*one.ended_at);
  if (info.state == worker_state::waiting)
    info.restart_in =
        std::chrono::duration_cast<milliseconds>(one.restart_at - self_->clock().now()).count();
  info.restart_in = std::max<int64_t>(info.restart_in, 0);
  return info;
}

int64_t master_state::seconds_since(time_point then) const {
  return std::chrono::duration_cast<std::chrono::seconds>(self_->clock().now() - then).count();
}

/// The master lives if its proxies do: each has a thread of its own.
caf::result<alive> master_state::check_health() {
  auto all = std::make_shared<countdown>(countdown{self_->make_response_promise<alive>()});
  for_each_worker([&](const worker& one) {
    if (!one.proxy)
      return;
    ++all->left;
    auto answered = [all] {
      if (--all->left == 0)
        all->promise.deliver(alive{});
    };
    // One that has just ended is replaced or gone: no sign of a master that hangs.
    self_->request(one.proxy, proxy_time_limit, health_check{})
        .then([answered](const alive&) { answered(); },
              [answered](const caf::error& error) {
                if (error == caf::sec::request_receiver_down)
                  answered();
              });
  });
  if (all->left == 0)
    all->promise.deliver(alive{});
  return all->promise;
}

void master_state::note(lifecycle_event::kind what, const process_key& process, std::string text) {
  if (environment_.events)
    self_->send(environment_.events,
                lifecycle_events{{{what, wall_clock_ms(), process, std::move(text)}}});
}

void master_state::tell(log::severity level, std::string_view text) {
  log_.append(log::tell(level, text));
}

void master_state::tell_end(std::string_view who, const worker_ended& news, bool of_current) {
  if (news.process.pid == 0)
    return tell(log::severity::alert, end_text(news));
  auto number = exit_number(news);
  auto alarming = of_current && number >= 128;
  auto cause = news.cause.empty() ? "" : ", as it " + news.cause;
  tell(alarming ? log::severity::alert : log::severity::warning,
       fmt::format("{} worker ({}) exited with code {} ({}){}", who, news.process.pid, number,
                   exit_word(news), cause));
}

} // namespace mw
