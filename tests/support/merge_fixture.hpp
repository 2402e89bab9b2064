// A merge whose workers, session and carried totals the test plays.
#pragma once

#include "actors/merge_run.hpp"
#include "tests/support/answer_sink.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mw::test {

class merge_fixture : public actor_fixture {
public:
  /// So many workers, relative PIDs from 1, pids from 1271; `old`: the last ones are leaving.
  void start(const merge_order& order, size_t workers, size_t old = 0) {
    auto branches = std::vector<fan_out_branch>{};
    for (auto number = size_t{1}; number <= workers; ++number) {
      auto& runner = runners.emplace_back(std::make_unique<peer>(system));
      auto relative = static_cast<int32_t>(number);
      branches.push_back({.process = {relative, number, 1270 + relative, 0},
                          .is_old = number > workers - old,
                          .runner = runner->as<command_runner_actor>()});
    }
    for (auto& one : branches)
      one.further.assign(count_commands(order) - 1, one.runner);
    start(order, std::move(branches));
  }

  void start(const merge_order& order, std::vector<fan_out_branch> branches,
             const target& where = {target::kind::current}) {
    merge = spawn<merge_run_state>(order, where, std::move(branches),
                                   merge_sources{totals.as<totals_actor>(), {}, {}});
    sink->send(merge, run_command{.id = 7, .level = access_level::user, .text = "merge show info"},
               sink->handle());
    settle();
  }

  /// All workers are asked this.
  void asked(const std::string& text) {
    ids.clear();
    for (auto& runner : runners) {
      auto got = runner->take<run_command, reply_sink_actor>();
      CHECK(got.text == text);
      CHECK(got.level == access_level::user);
      ids.push_back(got.id);
    }
  }

  void says(size_t number, const std::string& text) {
    runners[number - 1]->send(merge, reply_chunk{ids[number - 1], text});
    settle();
  }

  void ends(size_t number, const std::string& error = {}) {
    runners[number - 1]->send(merge, reply_end{ids[number - 1], error});
    settle();
  }

  void answers(size_t number, const std::string& text) {
    says(number, text);
    ends(number);
  }

  /// The totals get these samples' question and know no more than they say.
  size_t totals_know(const counter_table_ptr& counters) {
    auto samples = size_t{0};
    totals.answer<ask_totals>([&](const ask_totals& question) {
      samples = question.samples.size();
      return totals_reading{counters, 0};
    });
    settle();
    return samples;
  }

  std::vector<std::unique_ptr<peer>> runners;
  std::vector<command_id> ids;
  peer totals{system};
  std::optional<answer_sink> sink{std::in_place, system};
  fan_out_actor merge;
};

} // namespace mw::test
