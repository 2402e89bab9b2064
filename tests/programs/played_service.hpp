// The neighbours of a router, played by the test for random schedules of commands: the route news
// with its workers, and the applet.
#pragma once

#include "tests/clients/answer_check.hpp"
#include "tests/fixtures/router_fixture.hpp"

#include <map>
#include <tuple>

namespace mw::test {

class played_service : public router_fixture {
public:
  using worker_ptr = std::unique_ptr<played_worker>;

  /// Starts a new process of this number. Pids come back soon.
  void come_up(int32_t number) {
    auto key = process_key{number, ++last_serial_, free_pid(), 0};
    workers.push_back(std::make_unique<played_worker>(system, key));
    route_news.send(router, worker_up{key}, workers.back()->proxy_handle());
  }

  void leave(played_worker& one) {
    one.is_leaving = true;
    route_news.send(router, worker_leaving{one.key});
  }

  /// Ends a process, of which the route news tells; its proxy answers for a while.
  void go_down(size_t index) {
    auto one = std::move(workers.at(index));
    workers.erase(workers.begin() + static_cast<ptrdiff_t>(index));
    one->die();
    route_news.send(router, worker_down{one->key, to_string(one->key) + " is down"});
    gone.push_back(std::move(one));
  }

  /// Replaces the processes as a reload does: there is a new one for each number before an old one
  /// leaves.
  void reload(int32_t count) {
    auto before = workers.size();
    numbers = count;
    for (auto number = 1; number <= count; ++number)
      come_up(number);
    for (auto index = size_t{0}; index < before; ++index)
      if (!workers[index]->is_leaving)
        leave(*workers[index]);
    route_news.send(router, service_news{numbers, false});
  }

  /// All processes that the target may mean, in the order of a group's answer.
  std::vector<const played_worker*> meant(const target& where) const {
    auto found = std::vector<const played_worker*>{};
    for (const auto& one : workers)
      if (is_meant(where, *one))
        found.push_back(one.get());
    std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) {
      return std::tuple{a->is_leaving, a->key.relative, a->key.serial} <
             std::tuple{b->is_leaving, b->key.relative, b->key.serial};
    });
    return found;
  }

  /// Reads the channels of all processes, and checks that no command is run twice, unless by
  /// several of a group.
  void read_commands() {
    for (auto& one : workers)
      for (const auto& command : one->read())
        note_run(command, one->key.serial);
  }

  void note_run(const std::string& command, uint64_t serial) {
    auto& by = ran[command];
    CHECK((by.empty() || groups.contains(command)));
    CHECK(by.insert(serial).second);
  }

  /// Lets the applet run its commands that are not cancelled; it never fails.
  void work_applet() {
    auto wanted = std::map<command_id, std::pair<std::string, reply_sink_actor>>{};
    while (!applet.empty())
      applet.self()->receive(
          [&](run_command& command, reply_sink_actor& sink) {
            wanted[command.id] = {std::move(command.text), std::move(sink)};
          },
          [&](const lease_use&, run_command& command, reply_sink_actor& sink) {
            wanted[command.id] = {std::move(command.text), std::move(sink)};
          },
          [&](const cancel_command& which) { wanted.erase(which.id); }, [](const reply_credit&) {},
          [](const lease_released&, const reply_sink_actor&) {}, [](const lease_recalled&) {});
    for (const auto& [id, command] : wanted) {
      note_run(command.first, 0);
      applet.send(command.second, reply_chunk{id, played_answer(command.first, 0)});
      applet.send(command.second, reply_end{id, {}});
    }
  }

  int32_t numbers = 2;
  std::vector<worker_ptr> workers;               ///< workers that the router knows
  std::vector<worker_ptr> gone;                  ///< workers that it does not know any more
  std::map<std::string, std::set<uint64_t>> ran; ///< which processes got a command
  std::set<std::string> groups;                  ///< commands for several

private:
  static bool is_meant(const target& where, const played_worker& one) {
    switch (where.form) {
    case target::kind::relative:
      return !one.is_leaving && one.key.relative == where.number;
    case target::kind::pid:
      return one.key.pid == where.number;
    case target::kind::current:
      return !one.is_leaving;
    case target::kind::old:
      return one.is_leaving;
    default:
      return where.form == target::kind::all;
    }
  }

  int32_t free_pid() const {
    auto pid = int32_t{1271};
    while (std::any_of(workers.begin(), workers.end(),
                       [&](const auto& one) { return one->key.pid == pid; }))
      ++pid;
    return pid;
  }

  uint64_t last_serial_ = 0;
};

} // namespace mw::test
