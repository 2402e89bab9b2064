// Events: the book that keeps them, and clients that watch.
#include "actors/events/event_book.hpp"
#include "actors/events/event_watch.hpp"
#include "tests/fixtures/answer_sink.hpp"

#include <fmt/format.h>

namespace mw::event_watch_test {

using namespace mw::test;

namespace {

using kind = lifecycle_event::kind;

lifecycle_event reload_at(int64_t second) {
  return {kind::reload_done, second * 1000};
}

std::string line_at(int64_t second) {
  return fmt::format("1970-01-01T00:00:{:02}.000Z reload-done\n", second);
}

tl::expected<events_order, std::string> order(const std::vector<std::string>& words) {
  return parse_events_order(words);
}

struct book_fixture : actor_fixture {
  void happens(const std::vector<lifecycle_event>& events) {
    master.send(book, lifecycle_events{events});
    settle();
  }

  void show(events_order how) {
    watch = spawn<event_watch_state>(how, book);
    sink->send(watch, run_command{.id = 7}, sink->handle());
    settle();
  }

  event_history history() {
    auto answer = master.self()->request(book, caf::infinite, ask_events{});
    settle();
    auto got = event_history{};
    answer.receive([&](const event_history& x) { got = x; },
                   [](const caf::error&) { FAIL("the book does not answer"); });
    return got;
  }

  peer master{system};
  std::optional<answer_sink> sink{std::in_place, system};
  event_book_actor book = spawn<event_book_state>();
  event_watch_actor watch;
};

} // namespace

TEST_CASE("the words of show events") {
  CHECK(order({}) == events_order{});
  CHECK(order({"-w"}) == events_order{.waits = true});
  CHECK(order({"json", "-n", "-w"}) == events_order{true, true, true});
  CHECK(order({"-nw"}) == events_order{.waits = true, .new_only = true});
  CHECK_THAT(order({"-x"}).error(), Catch::StartsWith("Usage: show events [-w] [-n] [json]\n"));
}

TEST_CASE_METHOD(book_fixture, "the last events are shown and it is over") {
  happens({reload_at(1), reload_at(2)});
  show({});
  CHECK(sink->got(7) == line_at(1) + line_at(2) + "\n[end]");
  CHECK(has_ended(watch));
}

TEST_CASE_METHOD(book_fixture, "a client that watches sees events as they happen until Enter") {
  happens({reload_at(1)});
  show({.waits = true});
  CHECK(sink->got(7) == line_at(1));
  happens({reload_at(2)});
  CHECK(sink->got(7) == line_at(2));
  sink->send(watch, command_input{7, {}, true});
  settle();
  CHECK(sink->got(7) == "\n[end]");
  happens({reload_at(3)});
  CHECK(sink->empty());
}

TEST_CASE_METHOD(book_fixture, "a client may watch only what is new and as JSON") {
  happens({reload_at(1)});
  show({true, true, true});
  CHECK(sink->empty());
  happens({reload_at(2)});
  CHECK(sink->got(7) == "{\"time\":\"1970-01-01T00:00:02.000Z\",\"event\":\"reload-done\"}\n");
}

TEST_CASE_METHOD(book_fixture, "a client that does not read loses events and is told how many") {
  show({.waits = true});
  auto line = line_at(1);
  auto fitting = (reply_window + line.size() - 1) / line.size();
  for (auto left = fitting + 5; left > 0; --left)
    happens({reload_at(1)});
  CHECK(sink->got(7).size() == fitting * line.size());
  sink->send(watch, reply_credit{7, 1000});
  settle();
  CHECK(sink->got(7) == "# 5 events are left out: they came faster than they were read\n");
  happens({reload_at(2)});
  CHECK(sink->got(7) == line_at(2));
}

TEST_CASE_METHOD(book_fixture, "a client that has left watches no more") {
  show({.waits = true});
  sink.reset();
  settle();
  CHECK(has_ended(watch));
  happens({reload_at(1)});
  CHECK(history().last == std::vector{reload_at(1)});
}

TEST_CASE_METHOD(book_fixture, "the book keeps the last events and counts all") {
  for (size_t number = 0; number <= most_kept_events; ++number)
    happens({reload_at(static_cast<int64_t>(number))});
  happens({{kind::session_opened, 500}}); // pushes none of the others out
  CHECK(history().last.size() == most_kept_events + 1);
  CHECK(history().last.front().what == kind::session_opened);
  master.send(book, commands_done{40});
  master.send(book, commands_done{2});
  settle();
  auto now = history();
  CHECK(now.last.at(1) == reload_at(1));
  CHECK(now.count(kind::reload_done) == most_kept_events + 1);
  CHECK(now.count(kind::reload_failed) == 0);
  CHECK(now.commands == 42);
}

} // namespace mw::event_watch_test
