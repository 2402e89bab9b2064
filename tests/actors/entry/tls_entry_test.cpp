// A TLS client on its way to a session: the handshake, its time limit, bytes, ends.
#include "actors/entry/tls_entry.hpp"
#include "tests/clients/tls_client.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/support/stream_end.hpp"

namespace mw::tls_entry_test {

using namespace std::chrono_literals;

namespace {

struct tls_fixture : test::actor_fixture {
  tls_fixture() : context(test::server_context()) {
    entry = spawn<tls_entry_state>(socket.take_other(), "uid=1 pid=2", context,
                                   listener.as<listener_actor>());
    settle();
  }

  /// Lets both sides send what they have, `step` bytes at a time.
  void talk(size_t step) {
    auto quiet = false;
    while (!quiet) {
      auto text = client.sealed();
      for (size_t at = 0; at < text.size(); at += step) {
        socket.send(std::string_view{text}.substr(at, step));
        settle();
      }
      auto reply = socket.received();
      quiet = text.empty() && reply.empty();
      for (size_t at = 0; at < reply.size(); at += step)
        client.take(std::string_view{reply}.substr(at, step));
    }
  }

  /// Takes the session's end of the connection from the listener's mailbox.
  test::stream_end session() {
    auto news = listener.take<client_secured>();
    CHECK(news.peer == "uid=1 pid=2");
    return test::stream_end{net::unique_fd{news.plain.take()}};
  }

  net::tls_context context;
  test::stream_end socket;
  test::tls_client client;
  test::peer listener{system};
  entry_actor entry;
};

constexpr size_t whole = 64 * 1024;

} // namespace

TEST_CASE_METHOD(tls_fixture, "a TLS client's text goes to its session, and the answer back") {
  talk(whole);
  REQUIRE(client.is_established());
  auto to_session = session();
  client.say("show version\n");
  talk(whole);
  CHECK(to_session.received() == "show version\n");
  to_session.send("0.1.0\n\n");
  settle();
  talk(whole);
  CHECK(client.heard() == "0.1.0\n\n");
}

TEST_CASE_METHOD(tls_fixture, "a TLS client may send its handshake and its text byte by byte") {
  talk(1);
  REQUIRE(client.is_established());
  auto to_session = session();
  client.say("show version\n");
  talk(1);
  CHECK(to_session.received() == "show version\n");
}

TEST_CASE_METHOD(tls_fixture, "a TLS handshake that is not done in time is given up") {
  auto hello = client.sealed();
  socket.send(std::string_view{hello}.substr(0, hello.size() - 1));
  settle();
  pass(entry_time_limit - 1ms);
  CHECK_FALSE(socket.closed());
  pass(1ms);
  CHECK(has_ended(entry));
  CHECK(socket.closed());
  CHECK(listener.empty());
}

TEST_CASE_METHOD(tls_fixture, "a TLS client that is through has no time limit") {
  talk(whole);
  auto to_session = session();
  pass(24h);
  CHECK_FALSE(has_ended(entry));
  CHECK(to_session.received().empty());
}

TEST_CASE_METHOD(tls_fixture, "who does not speak TLS is closed") {
  socket.send("show version\n");
  settle();
  CHECK(has_ended(entry));
  CHECK(listener.empty());
  socket.received();
  CHECK(socket.closed());
}

TEST_CASE_METHOD(tls_fixture, "the end of a session is the end of its TLS client's connection") {
  talk(whole);
  {
    auto to_session = session();
    to_session.send("bye\n");
  }
  settle();
  client.take(socket.received());
  CHECK(client.heard() == "bye\n");
  CHECK(client.server_has_ended());
  CHECK(has_ended(entry));
}

} // namespace mw::tls_entry_test
