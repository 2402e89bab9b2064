// A master whose router and worker proxies the test plays.
#pragma once

#include "actors/master.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/stderr_capture.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

namespace mw::test {

class master_fixture : public actor_fixture {
public:
  /// The master must not see the test's ends go.
  ~master_fixture() {
    caf::anon_send_exit(master, caf::exit_reason::kill);
    settle();
  }

  void start(int32_t workers, bool exit_on_failure = false) {
    auto environment = master_environment{
        .workers = workers,
        .exit_on_failure = exit_on_failure,
        .version = "0.1.0",
        .start_worker =
            [this](const process_key& process, const master_actor&) {
              starts.push_back(process);
              proxies[process.serial] = std::make_unique<peer>(system);
              return proxies[process.serial]->as<worker_proxy_actor>();
            },
        .release_worker = [this](uint64_t serial) { released.push_back(serial); },
        .on_ready = [this] { ++times_ready; },
        .on_stopped = [this](int code) { exit_codes.push_back(code); },
        .random = [] { return 0.5; },
    };
    master = spawn<master_state>(router.as<router_actor>(), std::move(environment));
    settle();
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

  /// The signals that this process was sent since.
  std::vector<int> signals_to(uint64_t serial) {
    auto all = std::vector<int>{};
    while (!proxies.at(serial)->empty())
      all.push_back(proxies.at(serial)->take<signal_worker>().signal);
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

  std::vector<process_key> starts; ///< what the master wanted started
  std::map<uint64_t, std::unique_ptr<peer>> proxies;
  std::vector<uint64_t> released;
  int times_ready = 0;
  std::vector<int> exit_codes;
  int64_t key_started = 0;

  stderr_capture log;
  peer router{system};
  master_actor master;

private:
  template <class News>
  void tell(const News& news) {
    caf::anon_send(master, news);
    settle();
  }
};

} // namespace mw::test
