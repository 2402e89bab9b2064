// A session whose command shows events until the client presses Enter.
#include "actors/events/event_book.hpp"
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_watch_test {

using namespace mw::test;

namespace {

/// A session of its own, with an event book.
struct watching_session : actor_fixture {
  watching_session() {
    settle();
    type("show events -w\n");
  }

  void type(std::string_view bytes) {
    CHECK(client.send(bytes) == bytes.size());
    settle();
  }

  void happens() {
    route_news.send(book, lifecycle_events{{{lifecycle_event::kind::reload_done, 1000}}});
    settle();
  }

  peer route_news{system};
  peer applet{system};
  peer log{system};
  stream_end client;
  event_book_actor book = spawn<event_book_state>();
  router_actor router = spawn<router_state>(
      route_news.as<route_news_actor>(), applet.as<applet_actor>(), 1, merge_sources{{}, book, {}});
  session_actor session = spawn<session_state>(
      client.take_other(), session_environment{router, log.as<command_log_actor>()});
};

constexpr auto event = "1970-01-01T00:00:01.000Z reload-done\n";

} // namespace

TEST_CASE_METHOD(watching_session, "events are shown until Enter which is no command") {
  happens();
  CHECK(client.received() == event);
  type("\n");
  CHECK(client.received() == "\n");
  happens();
  CHECK(client.received().empty());
  CHECK(applet.empty());
}

TEST_CASE_METHOD(watching_session, "a line that ends the watching is the next command") {
  type("show ver");
  happens();
  CHECK(client.received() == event);
  type("sion\n");
  CHECK(test::take_command(applet).text == "show version");
}

TEST_CASE_METHOD(watching_session, "a client that leaves ends the watching") {
  client.close();
  pass(std::chrono::seconds{2});
  pass(std::chrono::seconds{2});
  CHECK(has_ended(session));
}

} // namespace mw::session_watch_test
