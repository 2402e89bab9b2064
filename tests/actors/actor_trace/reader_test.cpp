// A trace reader: the answers to the commands that read the recorder.
#include "actors/actor_trace/reader.hpp"
#include "tests/clients/recorded_talk.hpp"
#include "tests/fixtures/answer_sink.hpp"
#include "tests/support/deadline.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace mw::reader_test {

using nlohmann::json;

namespace {

// A dump may exceed the window by so many bytes.
constexpr size_t longest_event = 1024;

struct reader_fixture : test::recorded_talk {
  /// Begins a command. Returns what has come of its answer.
  std::string ask(const std::string& text) {
    reader = spawn<trace_reader_state>();
    sink.send(reader, run_command{.id = 900, .text = text}, sink.handle());
    settle();
    return plain(sink.got(900));
  }

  /// Cuts out what differs from run to run.
  static std::string plain(const std::string& text) {
    static const auto time = std::regex{R"(\d\d:\d\d:\d\d\.\d{6})"};
    static const auto span = std::regex{R"(( *)\+?\d+us)"};
    static const auto actor = std::regex{R"(#\d+)"};
    auto made = std::regex_replace(text, time, "TIME");
    return std::regex_replace(std::regex_replace(made, span, " _us"), actor, "#_");
  }

  /// Reads a live trace until this text is in it.
  std::string follow_until(const std::string& text) {
    auto until = test::deadline{test::patience};
    auto all = std::string{};
    while (all.find(text) == std::string::npos && !until.passed()) {
      settle();
      all += sink.got(900);
    }
    return plain(all);
  }

  /// The events of a dump.
  json dumped() {
    reader = spawn<trace_reader_state>();
    sink.send(reader, run_command{.id = 900, .text = "actor-trace dump"}, sink.handle());
    auto text = std::string{};
    auto until = test::deadline{test::patience};
    while (!text.ends_with("\n\n[end]") && !until.passed()) {
      settle();
      auto more = sink.got(900);
      text += more;
      if (!more.empty())
        sink.send(reader, reply_credit{900, more.size()});
    }
    REQUIRE(text.ends_with("\n\n[end]"));
    return json::parse(text.substr(0, text.size() - 5)).at("traceEvents");
  }

  std::string cause(uint64_t number) const { return std::to_string(number); }

  test::answer_sink sink{system};
  listening_runner_actor reader;
};

} // namespace

TEST_CASE_METHOD(reader_fixture, "the last messages have a line each") {
  auto one = talk("show info");
  auto other = talk("show stat");
  CHECK(ask("actor-trace last 2") == "TIME mw-test      c" + cause(other) +
                                         " _us _us first#_ -> second#_ run_command \"show stat\"\n"
                                         "TIME mw-test      c" +
                                         cause(other) +
                                         " _us _us second#_ -> first#_ reply_end\n\n[end]");
  CHECK(ask("actor-trace last 1 id=" + cause(one) + " type=run_command actor=second") ==
        "TIME mw-test      c" + cause(one) +
            " _us _us first#_ -> second#_ run_command \"show info\"\n\n[end]");
  CHECK(ask("actor-trace last type=no_such_type") == "\n[end]");
}

TEST_CASE_METHOD(reader_fixture, "what one command has caused is a tree") {
  auto number = talk("show info");
  talk("show stat");
  CHECK(ask("actor-trace command c" + cause(number)) ==
        "# c" + cause(number) +
            ": 3 messages: sent, waited, handled, thread\n"
            " _us _us _us mw-test      - -> first#_ @str\n"
            " _us _us _us mw-test        first#_ -> second#_ run_command \"show info\"\n"
            " _us _us _us mw-test          second#_ -> first#_ reply_end\n\n[end]");
}

TEST_CASE_METHOD(reader_fixture, "what one command has caused is a Mermaid diagram") {
  auto number = talk("show info");
  auto got = ask("actor-trace diagram " + cause(number));
  static const auto name = std::regex{R"(a\d+|(first|second|outside) \d*)"};
  CHECK(std::regex_replace(got, name, "$1A") == "sequenceDiagram\n"
                                                "  participant A as outsideA\n"
                                                "  participant A as firstA\n"
                                                "  participant A as secondA\n"
                                                "  A->>A: @str ( _us, _us)\n"
                                                "  A->>A: run_command \"show info\" ( _us, _us)\n"
                                                "  A->>A: reply_end ( _us, _us)\n\n[end]");
}

TEST_CASE_METHOD(reader_fixture, "messages are chosen by an actor's number and by a session's") {
  talk("show info");
  auto number = [](const auto& actor) { return std::to_string(actor->id()); };
  auto count = [this](const std::string& filter) {
    auto shown = ask("actor-trace last " + filter);
    return std::count(shown.begin(), shown.end(), '\n') - 1; // the blank line belongs to the end
  };
  CHECK(count("actor=second#" + number(second)) == 2);
  CHECK(count("actor=second#" + number(first)) == 0);
  CHECK(count("actor=second") == 2);
  CHECK(count("actor=first") == 3);
  // A session's commands are known by their causes, whichever actor handles what they cause.
  CHECK(count("session=" + number(second)) == 2);
  CHECK(count("session=" + number(first)) == 3);
  CHECK(count("session=999999") == 0);
}

TEST_CASE_METHOD(reader_fixture, "a dump has a slice for each message and arrows between them") {
  talk("show \"info\"");
  auto kinds = std::map<std::string, int>{};
  for (const auto& event : dumped())
    ++kinds[event.at("ph").get<std::string>()];
  // The reader's own command is being handled while it reads.
  CHECK(kinds == std::map<std::string, int>{{"M", 2}, {"X", 4}, {"s", 2}, {"f", 2}});
}

TEST_CASE_METHOD(reader_fixture, "a dump's slices lie beside each other, and its arrows in them") {
  for (auto left = 200; left > 0; --left)
    talk("show info");
  using slices = std::map<double, double>; // ends by beginnings
  auto tracks = std::map<int, slices>{};
  auto named = std::set<int>{};
  auto arrows = std::map<uint64_t, std::pair<int, int>>{};
  auto events = dumped();
  for (const auto& event : events) {
    auto kind = event.at("ph").get<std::string>();
    auto track = event.at("tid").get<int>();
    if (kind == "M" && event.at("name") == "thread_name")
      named.insert(track);
    if (kind == "X")
      tracks[track][event.at("ts")] = event.at("ts").get<double>() + event.at("dur").get<double>();
    if (kind == "s")
      ++arrows[event.at("id")].first;
    if (kind == "f")
      ++arrows[event.at("id")].second;
  }
  constexpr auto rounding = 1e-6; // of microseconds
  for (const auto& [track, all] : tracks) {
    CHECK(named.contains(track));
    auto end = -rounding;
    for (const auto& [from, to] : all) {
      CHECK(from >= end - rounding);
      end = to;
    }
  }
  for (const auto& [id, ends] : arrows)
    CHECK(ends == std::pair{1, 1});
  CHECK(arrows.size() == 400);
}

TEST_CASE_METHOD(reader_fixture, "a live trace shows messages as they are handled until Enter") {
  talk("before");
  CHECK(ask("actor-trace follow type=run_command").empty());
  talk("show info");
  CHECK_THAT(follow_until("show info"),
             Catch::EndsWith("first#_ -> second#_ run_command \"show info\"\n") &&
                 !Catch::Contains("before"));
  sink.send(reader, command_input{900, {}, false});
  settle();
  CHECK(sink.got(900) == "\n[end]");
  CHECK(has_ended(reader));
}

TEST_CASE_METHOD(reader_fixture, "a live trace that is not read leaves lines out and says so") {
  ask("actor-trace follow type=run_command");
  for (auto number = 0; number < 6'000; ++number)
    talk("show info");
  auto until = test::deadline{test::patience};
  auto shown = std::string{};
  // The window is used up, and no credit is given.
  while (shown.size() < 1'000 && !until.passed()) {
    settle();
    shown += sink.got(900);
  }
  CHECK(shown.size() <= reply_window);
  sink.send(reader, reply_credit{900, reply_window});
  talk("at the end");
  auto rest = follow_until("at the end");
  static const auto lost = std::regex{R"(# \d+ messages are left out here\n)"};
  CHECK(std::regex_search(shown + rest, lost));
}

TEST_CASE_METHOD(reader_fixture, "a dump that is not read stops at the window") {
  for (auto number = 0; number < 2'000; ++number)
    talk("show info");
  reader = spawn<trace_reader_state>();
  sink.send(reader, run_command{.id = 900, .text = "actor-trace dump"}, sink.handle());
  settle();
  auto text = sink.got(900);
  CHECK(text.size() > reply_window / 2);
  CHECK(text.size() <= reply_window + longest_event);
  while (!text.ends_with("[end]")) {
    sink.send(reader, reply_credit{900, reply_window});
    settle();
    auto more = sink.got(900);
    REQUIRE_FALSE(more.empty());
    text += more;
  }
  CHECK(json::parse(text.substr(0, text.size() - 5)).at("traceEvents").size() > 10'000);
}

TEST_CASE_METHOD(reader_fixture, "a reader ends when nobody takes its answer") {
  ask("actor-trace follow");
  sink.send(reader, cancel_command{900});
  settle();
  CHECK(has_ended(reader));
  auto other = std::optional<test::answer_sink>{system};
  reader = spawn<trace_reader_state>();
  other->send(reader, run_command{.id = 7, .text = "actor-trace follow"}, other->handle());
  settle();
  CHECK_FALSE(has_ended(reader));
  other.reset();
  settle();
  CHECK(has_ended(reader));
}

TEST_CASE_METHOD(reader_fixture, "a wrong argument is one line that names it") {
  auto usage = std::string{" is no filter: filters are actor=<name>[#<number>], type=<name>, "
                           "id=<number> and session=<number>\n\n[end]"};
  for (const auto* word : {"actor=", "actor=a#", "id=x", "session=", "name=a", "type="})
    CHECK(ask(std::string{"actor-trace follow "} + word) == "'" + std::string{word} + "'" + usage);
  CHECK(ask("actor-trace last 0") == "'actor-trace last' expects a number of messages\n\n[end]");
  CHECK(ask("actor-trace command") ==
        "'actor-trace command' expects the number of a command, as 'set trace-id on' and the log "
        "show it\n\n[end]");
  CHECK(ask("actor-trace diagram x") ==
        "'actor-trace diagram' expects the number of a command, as 'set trace-id on' and the log "
        "show it\n\n[end]");
  CHECK(ask("actor-trace command 999999999") == "No message of c999999999 is recorded\n\n[end]");
  CHECK(ask("actor-trace dump all") == "'actor-trace dump' expects no argument\n\n[end]");
  trace::record_nothing();
  CHECK(ask("actor-trace last") == "Nothing is recorded: the actor trace is off\n\n[end]");
}

TEST_CASE_METHOD(reader_fixture, "payloads and answers are in no trace but their sizes are") {
  auto number = talk("set ssl cert c <<", "-----BEGIN PRIVATE KEY-----\n\n");
  talk("set ssl tls-key 3 QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm8=");
  auto all = ask("actor-trace last") + ask("actor-trace dump") +
             ask("actor-trace command " + cause(number)) +
             ask("actor-trace diagram " + cause(number));
  CHECK_THAT(all, Catch::Contains("set ssl cert c <<") && Catch::Contains(" 29 bytes") &&
                      !Catch::Contains("PRIVATE") && !Catch::Contains("QUJD"));
}

} // namespace mw::reader_test
