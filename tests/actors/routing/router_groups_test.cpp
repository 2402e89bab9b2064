// A router: lists of workers, merges, and missing workers.
#include "tests/fixtures/router_fixture.hpp"

#include <deque>

namespace mw::router_groups_test {

using test::router_fixture;
using lease_outcome = runner_lease::outcome;

namespace {

const auto one_of_two = process_key{1, 1, 1271, 0};
const auto two_of_two = process_key{2, 2, 1272, 0};
const auto fresh_one = process_key{1, 3, 1273, 0};

target list_of(std::vector<int64_t> numbers) {
  return {.form = target::kind::list, .numbers = std::move(numbers)};
}

struct groups_fixture : router_fixture {
  /// The whole answer for the client, when each worker answers with its name.
  std::string answer(const target& where, const std::string& text, size_t workers) {
    auto lease = run(where, 7, text);
    CHECK(lease.result == lease_outcome::found);
    settle();
    auto channels = std::deque<test::framed_worker>(workers);
    for (auto& channel : channels)
      proxy_opens(channel);
    for (auto& channel : channels) {
      commands.push_back(channel.commands().at(0));
      channel.answer("18.CumConns.1:MCP:u32:5\n\n");
      settle();
    }
    return rest();
  }

  std::string rest() {
    auto shown = std::string{};
    while (!session.empty())
      session.self()->receive([&](const reply_chunk& part) { shown += part.bytes; },
                              [&](const reply_end& end) {
                                shown += end.last + "[end]" + end.error;
                                status = end.status;
                              });
    return shown;
  }

  std::vector<std::string> commands;
  end_status status = end_status::ok; ///< of the last command
};

} // namespace

TEST_CASE_METHOD(groups_fixture, "a list runs on the workers with these numbers") {
  up(one_of_two);
  up(two_of_two);
  CHECK(answer(list_of({1, 2}), "show x", 2) ==
        "# worker 1 (1271)\n18.CumConns.1:MCP:u32:5\n\n"
        "# worker 2 (1272)\n18.CumConns.1:MCP:u32:5\n\n[end]");
  CHECK(commands == std::vector<std::string>{"show x", "show x"});
}

TEST_CASE_METHOD(groups_fixture,
                 "a number of a list that does not exist is named with the reason") {
  up(one_of_two);
  CHECK(answer(list_of({1, 2, 9}), "show x", 1) ==
        "# worker 1 (1271)\n18.CumConns.1:MCP:u32:5\n\n"
        "# worker 2\nworker 2 is not ready yet\n\n# worker 9\nthere is no worker 9\n\n"
        "1 of 3 workers answered\n\n[end]");
  CHECK(status == end_status::partial);
}

TEST_CASE_METHOD(groups_fixture, "a list without a number that there is is refused") {
  up(one_of_two);
  CHECK(run(list_of({8, 9}), 7, "show x").result == lease_outcome::no_such_target);
  CHECK(run(list_of({8, 9}), 7, "merge show info").result == lease_outcome::no_such_target);
  CHECK(find(list_of({8, 9})).result == lease_outcome::no_such_target);
  CHECK(find(list_of({1, 9})).result == lease_outcome::found);
}

TEST_CASE_METHOD(groups_fixture, "a list follows its numbers to new processes") {
  up(one_of_two);
  up(two_of_two);
  up(fresh_one);
  hear(worker_leaving{one_of_two});
  CHECK_THAT(answer(list_of({1}), "show x", 1), Catch::StartsWith("# worker 1 (1273)\n"));
}

TEST_CASE_METHOD(groups_fixture, "a current worker that is missing is named in the answer of all") {
  up(one_of_two);
  up(two_of_two);
  down(one_of_two);
  CHECK(answer({target::kind::current}, "show x", 1) ==
        "# worker 1\nworker 1 (1271) exited with code 3\n\n"
        "# worker 2 (1272)\n18.CumConns.1:MCP:u32:5\n\n1 of 2 workers answered\n\n[end]");
}

TEST_CASE_METHOD(groups_fixture, "a merge of a group or of one worker is one set of numbers") {
  up(one_of_two);
  up(two_of_two);
  CHECK(answer({target::kind::current}, "merge show info", 2) == "CumConns: 10\n\n[end]");
  CHECK(commands == std::vector<std::string>{"show info typed", "show info typed"});
  CHECK(run({target::kind::relative, 1}, 7, "merge show info typed").result ==
        lease_outcome::found);
  CHECK(run({target::kind::pid, 1272}, 7, "merge current show stat").result ==
        lease_outcome::found);
}

TEST_CASE_METHOD(groups_fixture,
                 "a merge with other words or a payload is answered with the reason") {
  up(one_of_two);
  run({target::kind::current}, 7, "merge show proc");
  settle();
  CHECK_THAT(rest(), Catch::StartsWith("Usage: merge [current] show info [typed|json]\n") &&
                         Catch::EndsWith("\n\n[end]"));
  ask(command_route{{target::kind::current}},
      run_command{.id = 7, .text = "merge show info", .payload = {"x\n\n"}},
      session.as<reply_sink_actor>());
  settle();
  CHECK(rest() == "'merge' takes no payload\n\n[end]");
  CHECK(status == end_status::failed);
  CHECK(proxy.empty());
}

TEST_CASE_METHOD(groups_fixture, "a merge for the master or for nobody is not run") {
  run({}, 7, "merge show info");
  CHECK(applet.take<run_command, reply_sink_actor>().text == "merge show info");
  CHECK(run({target::kind::old}, 8, "merge show info").reason == "there is no old worker");
  CHECK(run({target::kind::current}, 8, "merge show info").reason == "no worker is ready");
  CHECK(run({target::kind::relative, 9}, 8, "merge show info").result ==
        lease_outcome::no_such_target);
}

TEST_CASE_METHOD(groups_fixture, "metrics and events are the applet's to refuse at a low level") {
  for (const auto* text : {"show metrics", "show events"}) {
    ask(command_route{}, run_command{.id = 7, .level = access_level::user, .text = text},
        session.as<reply_sink_actor>());
    settle();
    CHECK(applet.take<run_command, reply_sink_actor>().text == text);
  }
}

} // namespace mw::router_groups_test
