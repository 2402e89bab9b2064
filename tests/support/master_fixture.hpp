// A master whose router, configuration loader and worker proxies the test plays.
#pragma once

#include "actors/master.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/stderr_capture.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

namespace mw::test {

/// Keeps what the master tells its launcher, one word each.
struct recording_observer final : service_observer {
  void started() override { told.emplace_back("started"); }

  void reloading() override { told.emplace_back("reloading"); }

  void reloaded(bool success) override { told.emplace_back(success ? "reloaded" : "not reloaded"); }

  void may_take(std::chrono::milliseconds) override {}

  void stopping() override { told.emplace_back("stopping"); }

  void stopped(int exit_code) override { exit_codes.push_back(exit_code); }

  std::vector<std::string> told;
  std::vector<int> exit_codes;
};

/// A plan with the program's defaults.
inline generation_plan plan_of(int32_t workers) {
  auto defaults = config{};
  return {.program = {},
          .workers = workers,
          .hard_stop_after = defaults.hard_stop_after,
          .max_reloads = defaults.max_reloads,
          .ready_within = defaults.ready_within,
          .hung_after = defaults.hung_after,
          .no_restart_codes = defaults.no_restart_codes};
}

inline plan_ptr share(generation_plan plan) {
  return std::make_shared<const generation_plan>(std::move(plan));
}

class master_fixture : public actor_fixture {
public:
  /// The master must not see the test's ends go.
  ~master_fixture() {
    caf::anon_send_exit(master, caf::exit_reason::kill);
    settle();
  }

  void start(const plan_ptr& plan) {
    auto environment = master_environment{
        .plan = plan,
        .version = "0.1.0",
        .startup_log = {},
        .loader = loader.as<configuration_loader_actor>(),
        .start_worker =
            [this](const process_key& process, const plan_ptr&, const master_actor&,
                   const worker_proxy_actor& predecessor) {
              predecessors.push_back(predecessor);
              starts.push_back(process);
              proxies[process.serial] = std::make_unique<peer>(system);
              return proxies[process.serial]->as<worker_proxy_actor>();
            },
        .observer = observer,
        .totals = totals,
        .events = events,
        .programs = programs,
        .random = random,
    };
    master = spawn<master_state>(router.as<router_actor>(), std::move(environment));
    settle();
    CHECK(router.take<service_news>() == service_news{plan->workers, false});
  }

  void start(int32_t workers, bool exit_on_failure = false) {
    auto plan = plan_of(workers);
    plan.exit_on_failure = exit_on_failure;
    start(share(std::move(plan)));
  }

  /// Starts it, all workers are ready, and the router knows.
  void serve(const plan_ptr& plan) {
    start(plan);
    for (auto serial = 1; serial <= plan->workers; ++serial)
      ready(static_cast<uint64_t>(serial));
    router_knows();
    log.take();
  }

  /// The process of this serial, as its proxy names it once it is started: its pid is 1000 + the
  /// serial.
  process_key process(uint64_t serial) const {
    auto key = starts.at(serial - 1);
    key.pid = static_cast<int32_t>(1000 + serial);
    key.started = key_started;
    return key;
  }

  void started(uint64_t serial) { tell(worker_started{process(serial), 7, 3}); }

  void ready(uint64_t serial) {
    started(serial);
    tell(worker_ready{process(serial)});
  }

  /// The router has read what the master tells of workers that are ready.
  void router_knows() {
    while (!router.empty())
      router.take<worker_up, worker_proxy_actor>();
    settle();
  }

  /// The router has read everything that it was told, and answers.
  std::vector<std::string> router_reads() {
    auto read = std::vector<std::string>{};
    while (!router.empty())
      router.self()->receive(
          [&](const worker_up& x, const worker_proxy_actor&) {
            read.push_back(fmt::format("up {}", x.process.serial));
          },
          [&](const worker_down& x) { read.push_back(fmt::format("down {}", x.process.serial)); },
          [&](const worker_leaving& x) {
            read.push_back(fmt::format("leaving {}", x.process.serial));
          },
          [&](const service_news& x) {
            read.push_back(
                fmt::format("{} workers{}", x.workers, x.reload_failed ? ", failed" : ""));
          });
    settle();
    return read;
  }

  void loader_answers(const loaded_configuration& what) {
    loader.answer<load_configuration>([&](const load_configuration&) { return what; });
    settle();
  }

  void exits(uint64_t serial, int32_t code) {
    tell(worker_ended{.process = process(serial), .exit_code = code});
  }

  void killed(uint64_t serial, int32_t signal) {
    tell(worker_ended{.process = process(serial), .signal = signal});
  }

  void cannot_start(uint64_t serial, const std::string& cause) {
    tell(worker_ended{.process = starts.at(serial - 1), .cause = cause});
  }

  void signal(int number) { tell(signal_received{number}); }

  /// The signals by which this process was told to end since.
  std::vector<int> signals_to(uint64_t serial) {
    auto all = std::vector<int>{};
    auto& proxy = *proxies.at(serial);
    while (!proxy.empty())
      proxy.self()->receive([&](const stop_worker& how) { all.push_back(how.signal); },
                            [&](const signal_worker& which) { all.push_back(which.signal); });
    return all;
  }

  process_table table() {
    auto asker = peer{system};
    auto answer = asker.self()->request(master, caf::infinite, list_processes{});
    settle();
    auto result = process_table{};
    answer.receive([&](process_table& x) { result = std::move(x); },
                   [](const caf::error&) { FAIL("the master has not answered"); });
    return result;
  }

  /// A line of the log as it is printed.
  static std::string line(std::string_view level, std::string_view text) {
    return fmt::format("{:<11}({}) : {}\n", level, getpid(), text);
  }

  template <class News>
  void tell(const News& news) {
    caf::anon_send(master, news);
    settle();
  }

  std::vector<process_key> starts;              ///< what the master wanted started
  std::vector<worker_proxy_actor> predecessors; ///< of these, or null
  std::map<uint64_t, std::unique_ptr<peer>> proxies;
  std::shared_ptr<recording_observer> observer = std::make_shared<recording_observer>();
  const std::vector<int>& exit_codes = observer->exit_codes;
  int64_t key_started = 0;
  totals_actor totals;           ///< to be set before the start, or null
  event_book_actor events;       ///< the same
  program_keeper_actor programs; ///< the same
  std::function<double()> random = [] { return 0.5; };

  stderr_capture log;
  peer router{system};
  peer loader{system};
  master_actor master;
};

} // namespace mw::test
