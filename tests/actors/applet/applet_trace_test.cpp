// The applet: the commands that show the messages between actors, and the levels that may give
// them.
#include "actors/actor_trace/actors_text.hpp"
#include "actors/applet/applet.hpp"
#include "actors/applet/applet_console.hpp"
#include "tests/fixtures/answer_sink.hpp"

#include <regex>

namespace mw::applet_trace_test {

namespace {

struct applet_trace_fixture : test::actor_fixture {
  applet_trace_fixture() { trace::record_last(recorder::least_size); }

  ~applet_trace_fixture() { trace::record_nothing(); }

  std::string ask(const std::string& text, access_level level = access_level::admin) {
    sink.send(applet, run_command{.id = ++last_id, .level = level, .text = text}, sink.handle());
    settle();
    return sink.got(last_id);
  }

  test::peer master{system};
  test::answer_sink sink{system};
  listening_runner_actor applet = spawn<applet_state>(
      master.as<master_actor>(), applet_facts{.version = "0.1.0", .sockets = {}});
  command_id last_id = 500;
};

constexpr auto denied = "Permission denied\n\n[end]";

} // namespace

TEST_CASE_METHOD(applet_trace_fixture, "a user sees nothing of the actors") {
  for (const auto* command :
       {"show actors", "actor-trace", "actor-trace last", "actor-trace last 10 type=run_command",
        "actor-trace command 1", "actor-trace diagram 1", "actor-trace dump", "actor-trace follow",
        "actor-trace on", "actor-trace off", "actor-trace size 20000", "actor-trace anything"})
    CHECK(ask(command, access_level::user) == denied);
  CHECK(trace::on());
}

TEST_CASE_METHOD(applet_trace_fixture, "an operator may look but not switch") {
  for (const auto* command : {"actor-trace on", "actor-trace off", "actor-trace size 20000"})
    CHECK(ask(command, access_level::oper) == denied);
  CHECK(ask("actor-trace", access_level::oper) ==
        "The actor trace is on: the last 16384 messages\n\n[end]");
  CHECK_THAT(ask("actor-trace last", access_level::oper),
             Catch::Contains("applet#") && Catch::EndsWith("\n\n[end]"));
}

TEST_CASE_METHOD(applet_trace_fixture, "an admin switches the recorder off and on") {
  CHECK(ask("actor-trace size 20000") == "\n[end]");
  CHECK(ask("actor-trace") == "The actor trace is on: the last 20032 messages\n\n[end]");
  CHECK(ask("actor-trace on") == "\n[end]");
  CHECK(ask("actor-trace") == "The actor trace is on: the last 20032 messages\n\n[end]");
  CHECK(ask("actor-trace off") == "\n[end]");
  CHECK(ask("actor-trace") == "The actor trace is off\n\n[end]");
  CHECK_FALSE(trace::on());
  CHECK(ask("actor-trace last") == "Nothing is recorded: the actor trace is off\n\n[end]");
  CHECK(ask("actor-trace on") == "\n[end]");
  CHECK(ask("actor-trace") == "The actor trace is on: the last 65536 messages\n\n[end]");
}

TEST_CASE_METHOD(applet_trace_fixture, "what the recorder cannot do is told") {
  auto size = "'actor-trace size' expects a number of messages from 16384 to 262144\n\n[end]";
  for (const auto* wrong : {"actor-trace size", "actor-trace size x", "actor-trace size 100",
                            "actor-trace size 1000000", "actor-trace size 20000 30000"})
    CHECK(ask(wrong) == size);
  CHECK(ask("actor-trace foo") == "'actor-trace' expects one of 'off', 'on', 'size', 'last', "
                                  "'command', 'follow', 'dump' and 'diagram'\n\n[end]");
}

TEST_CASE_METHOD(applet_trace_fixture, "a live trace ends by input that comes through the applet") {
  CHECK(ask("actor-trace follow").empty());
  auto live = last_id;
  CHECK(ask("show version") == "0.1.0\n\n[end]");
  sink.send(applet, command_input{live, {}, false});
  settle();
  CHECK(sink.got(live) == "\n[end]");
}

TEST_CASE_METHOD(applet_trace_fixture, "a live trace ends when it is cancelled") {
  ask("actor-trace follow");
  sink.send(applet, cancel_command{last_id});
  settle();
  CHECK(sink.got(last_id).empty());
  CHECK_THAT(ask("show actors"), !Catch::Contains("trace-reader"));
}

TEST_CASE_METHOD(applet_trace_fixture, "a live trace in a two-way session ends by Enter") {
  auto console = spawn<applet_console_state>(applet);
  sink.send(
      console,
      run_command{
          .id = 7, .level = access_level::oper, .text = "actor-trace follow", .two_way = true},
      sink.handle());
  settle();
  CHECK(sink.got(7).empty());
  sink.send(console, command_input{7, "\n", false});
  settle();
  CHECK(sink.got(7) == "\n[end]");
}

TEST_CASE_METHOD(applet_trace_fixture, "show actors has a line for each actor") {
  static const auto line = std::regex{R"(applet#\d+ +mw-test +0 +1 +1 +\d+\.\d\d% +-\n)"};
  auto text = ask("show actors");
  CHECK(text.starts_with("#<actor>                 <thread>         <wait>   <max>  <handled>  "
                         "<busy>   <oldest>\n"));
  CHECK(std::regex_search(text, line));
  CHECK(text.ends_with("\n\n[end]"));
}

TEST_CASE_METHOD(applet_trace_fixture, "messages that wait are counted and the oldest has an age") {
  for (auto count = 0; count < 3; ++count)
    sink.send(applet, cancel_command{1});
  auto all = live_actors();
  auto found = std::find_if(all.begin(), all.end(),
                            [](const auto& one) { return one.name == std::string{"applet"}; });
  REQUIRE(found != all.end());
  CHECK(found->waiting == 3);
  CHECK(found->most_waiting == 3);
  CHECK(found->oldest != 0);
  settle();
  all = live_actors();
  CHECK(all.at(0).waiting == 0);
  CHECK(all.at(0).most_waiting == 3);
  CHECK(all.at(0).handled == 3);
}

TEST_CASE("the text of show actors has a column for each fact") {
  auto one = actor_view{.name = "session",
                        .id = 11,
                        .thread = "mw-cli-0",
                        .waiting = 2,
                        .most_waiting = 9,
                        .handled = 1'234};
  CHECK(actors_text({one}) ==
        "#<actor>                 <thread>         <wait>   <max>  <handled>  <busy>   <oldest>\n"
        "session#11               mw-cli-0              2       9       1234   0.00%          -\n");
}

} // namespace mw::applet_trace_test
