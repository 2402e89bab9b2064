// A worker pipeline whose pool, proxy, HAProxy and sessions the test plays.
#pragma once

#include "actors/worker_pipeline.hpp"
#include "tests/support/answer_sink.hpp"
#include "tests/support/handed_on.hpp"
#include "tests/support/stream_end.hpp"

#include <memory>
#include <string>

namespace mw::test {

struct pipeline_fixture : actor_fixture {
  static constexpr auto greeting = "prompt\nset timeout cli 2s\nshow cli level\n";
  /// What HAProxy writes for the prompt, the time limit and the level.
  static constexpr auto greeted = "\n> \n> admin\n\n> ";
  /// How questions reach it: each has the line behind it whose answer is its mark.
  static constexpr auto info = "show info\nshow cli level\n";
  static constexpr auto stat = "show stat\nshow cli level\n";
  /// What it writes behind each answer.
  static constexpr auto mark = "\n> admin\n\n> ";

  static run_command question(command_id id, const std::string& text) {
    return {.id = id, .level = access_level::admin, .text = text, .keep_runner = true};
  }

  /// Without settling: several may ask in one turn.
  void send(answer_sink& by, run_command command) {
    by.send(pipeline, number_1, std::move(command), by.handle());
  }

  void ask(answer_sink& by, command_id id, const std::string& text = "show info") {
    send(by, question(id, text));
    settle();
  }

  void proxy_opens() {
    worker = std::make_unique<stream_end>();
    proxy.answer<open_channel>([&](const open_channel&) {
      return channel_opened{.end = descriptor_box{worker->take_other().release()}};
    });
    settle();
  }

  void says(const std::string& text) {
    worker->send(text);
    settle();
  }

  void answers(const std::string& text) { says(text + mark); }

  /// Both sessions have asked, been answered, and keep the pipeline.
  void warm_up() {
    ask(one, 1);
    ask(other, 2);
    proxy_opens();
    says(greeted);
    answers("1\n");
    answers("2\n");
    CHECK(one.got(1) == "1\n\n[end]");
    CHECK(other.got(2) == "2\n\n[end]");
    worker->received();
    pass(short_wait); // no check is under way
  }

  /// What has gone back to the pool.
  run_command handed_on() {
    auto got = take_handed_on(pool, number_1);
    settle();
    return got;
  }

  const target number_1{target::kind::relative, 1};
  const process_key process{1, 1, 1271, 0};
  peer proxy{system};
  peer pool{system};
  answer_sink one{system};
  answer_sink other{system};
  std::unique_ptr<stream_end> worker;
  worker_pipeline_actor pipeline = spawn<worker_pipeline_state>(
      process, proxy.as<worker_proxy_actor>(), access_level::admin, pool.as<runner_pool_actor>());
};

} // namespace mw::test
