// A fan-out: one command on several workers, their answers in order.
#include "actors/merge/fan_out.hpp"
#include "tests/fixtures/answer_sink.hpp"

#include <algorithm>
#include <memory>

namespace mw::fan_out_test {

using namespace std::chrono_literals;

namespace {

struct fan_out_fixture : test::actor_fixture {
  /// Gives a command to so many workers, the last one an old one.
  explicit fan_out_fixture(size_t workers = 3) {
    auto branches = std::vector<fan_out_branch>{};
    for (auto number = size_t{1}; number <= workers; ++number) {
      auto& runner = runners.emplace_back(std::make_unique<test::peer>(system));
      auto relative = static_cast<int32_t>(number);
      auto process = process_key{relative, number, 1270 + relative, 0};
      branches.push_back({process, number == workers, runner->as<command_runner_actor>()});
    }
    fan_out = spawn<fan_out_state>(std::move(branches));
    sink->send(fan_out, run_command{.id = 7, .level = access_level::oper, .text = "show info"},
               sink->handle());
    settle();
    for (auto& runner : runners) {
      auto got = runner->take<run_command, reply_sink_actor>();
      ids.push_back(got.id);
      CHECK(got.text == "show info");
      CHECK(got.level == access_level::oper);
    }
  }

  void says(size_t number, const std::string& text) {
    runners[number - 1]->send(fan_out, reply_chunk{ids[number - 1], text});
    settle();
  }

  void ends(size_t number, const std::string& error = {}) {
    runners[number - 1]->send(fan_out, reply_end{ids[number - 1], error});
    settle();
  }

  void answers(size_t number) {
    says(number, "answer\n\n");
    ends(number);
  }

  std::vector<std::unique_ptr<test::peer>> runners;
  std::vector<command_id> ids;
  std::optional<test::answer_sink> sink{std::in_place, system};
  fan_out_actor fan_out;
};

/// A fan-out over as many workers as there can be.
struct crowded_fixture : fan_out_fixture {
  crowded_fixture() : fan_out_fixture(64) {}
};

/// A worker's link with a long answer, which keeps to its window.
struct flooding_runner {
  size_t left = 50'000'000;
  size_t in_flight = 0;
};

} // namespace

TEST_CASE_METHOD(fan_out_fixture, "answers come in the order of the workers, each with its name") {
  answers(2);
  answers(3);
  CHECK(sink->empty());
  answers(1);
  CHECK(sink->got(7) == "# worker 1 (1271)\nanswer\n\n# worker 2 (1272)\nanswer\n\n"
                        "# old worker 3 (1273)\nanswer\n\n[end]");
  CHECK(has_ended(fan_out));
}

TEST_CASE_METHOD(fan_out_fixture, "the first answer is passed on as it comes") {
  says(1, "one ");
  CHECK(sink->got(7) == "# worker 1 (1271)\none ");
  says(1, "two\n\n");
  CHECK(sink->got(7) == "two\n\n");
}

TEST_CASE_METHOD(fan_out_fixture, "a worker that dies is named, the others' answers are complete") {
  answers(1);
  says(2, "half a li");
  ends(2, "worker 2 (1272) killed by signal 9 (Killed)");
  answers(3);
  CHECK(sink->got(7) ==
        "# worker 1 (1271)\nanswer\n\n"
        "# worker 2 (1272)\nhalf a li\nworker 2 (1272) killed by signal 9 (Killed)\n\n"
        "# old worker 3 (1273)\nanswer\n\n2 of 3 workers answered\n\n[end]");
}

TEST_CASE_METHOD(fan_out_fixture, "a worker that does not answer in time is named") {
  answers(2);
  pass(5s);
  says(1, "begin\n");
  answers(3);
  for (auto passed = 1s; passed < 10s; passed += 1s)
    pass(1s);
  CHECK(sink->got(7) == "# worker 1 (1271)\nbegin\n");
  pass(1s);
  CHECK(runners[0]->take<cancel_command>() == cancel_command{ids[0]});
  CHECK(sink->got(7) == "worker 1 (1271) has not answered within 10s\n\n"
                        "# worker 2 (1272)\nanswer\n\n# old worker 3 (1273)\nanswer\n\n"
                        "2 of 3 workers answered\n\n[end]");
}

TEST_CASE_METHOD(fan_out_fixture,
                 "credit goes to the worker whose turn it is, and no more than it is owed") {
  says(1, std::string(1000, 'x'));
  says(2, std::string(5000, 'y'));
  sink->send(fan_out, reply_credit{7, 400});
  sink->send(fan_out, reply_credit{7, 4000});
  settle();
  CHECK(runners[0]->take<reply_credit>() == reply_credit{ids[0], 400});
  CHECK(runners[0]->take<reply_credit>() == reply_credit{ids[0], 600});
  CHECK(runners[1]->empty());
}

TEST_CASE_METHOD(fan_out_fixture, "a worker is not blamed for a client that does not read") {
  says(1, std::string(reply_window, 'x'));
  for (auto passed = 0s; passed < 60s; passed += 1s)
    pass(1s);
  CHECK(runners[0]->empty());
  sink->send(fan_out, reply_credit{7, reply_window});
  settle();
  answers(1);
  CHECK_THAT(sink->got(7), Catch::Contains("answer\n\n# worker 2 (1272)\n"));
}

TEST_CASE_METHOD(fan_out_fixture, "a command that nobody wants any more is cancelled everywhere") {
  answers(2);
  sink->send(fan_out, cancel_command{7});
  settle();
  CHECK(runners[0]->take<cancel_command>() == cancel_command{ids[0]});
  CHECK(runners[1]->empty());
  CHECK(runners[2]->take<cancel_command>() == cancel_command{ids[2]});
  CHECK(has_ended(fan_out));
}

TEST_CASE_METHOD(fan_out_fixture, "a session that ends cancels its command") {
  sink.reset();
  settle();
  CHECK(runners[0]->take<cancel_command>() == cancel_command{ids[0]});
  CHECK(has_ended(fan_out));
}

TEST_CASE_METHOD(fan_out_fixture, "late and unknown answers are ignored") {
  answers(1);
  sink->got(7);
  says(1, "again");
  ends(1, "again");
  runners[0]->send(fan_out, reply_chunk{ids[0] + 100'000, "strange"});
  settle();
  CHECK(sink->empty());
}

TEST_CASE_METHOD(crowded_fixture, "sixty-four workers answer in order whoever is first") {
  auto expected = std::string{};
  for (auto number = size_t{64}; number > 0; --number)
    answers(number);
  for (auto number = 1; number <= 64; ++number)
    expected += (number == 64 ? "# old worker " : "# worker ") + std::to_string(number) + " (" +
                std::to_string(1270 + number) + ")\nanswer\n\n";
  CHECK(sink->got(7) == expected + "[end]");
}

TEST_CASE_METHOD(fan_out_fixture, "fifty megabytes of each worker reach a slow reader, and no more "
                                  "than a window of each waits") {
  constexpr auto portion = size_t{64} * 1024;
  auto floods = std::vector<flooding_runner>(runners.size());
  auto sent = size_t{0};
  auto read = size_t{0};
  auto turn = size_t{0};
  auto most_waiting = size_t{0};
  while (turn < floods.size()) {
    for (auto at = turn; at < floods.size(); ++at)
      while (floods[at].left > 0 && floods[at].in_flight < reply_window) {
        auto part = std::string(std::min(portion, floods[at].left), 'x');
        floods[at].left -= part.size();
        floods[at].in_flight += part.size();
        sent += part.size();
        runners[at]->send(fan_out, reply_chunk{ids[at], std::move(part)});
        if (floods[at].left == 0)
          runners[at]->send(fan_out, reply_end{ids[at], {}});
      }
    settle();
    read += sink->got(7).size();
    most_waiting = std::max(most_waiting, sent - std::min(sent, read));
    sink->send(fan_out, reply_credit{7, portion});
    settle();
    while (turn < floods.size() && floods[turn].left == 0)
      ++turn;
    if (turn < floods.size() && !runners[turn]->empty())
      floods[turn].in_flight -= runners[turn]->take<reply_credit>().bytes;
  }
  settle();
  read += sink->got(7).size();
  CHECK(sent == 3 * 50'000'000);
  CHECK(read > sent);
  CHECK(most_waiting <= 3 * (reply_window + portion));
  CHECK(has_ended(fan_out));
}

} // namespace mw::fan_out_test
