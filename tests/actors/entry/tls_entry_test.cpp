// A TLS client on its way to a session: the handshake, its time limit, bytes, ends.
#include "actors/entry/tls_entry.hpp"
#include "net/tls/transport.hpp"
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

  /// Takes the client's connection from the listener's mailbox.
  net::transport session() {
    auto news = listener.take<client_secured>();
    CHECK(news.peer == "uid=1 pid=2");
    return {unit.io(), std::move(*news.client.connection)};
  }

  /// Reads all that the session has heard from its client.
  static std::string heard(net::transport& session) {
    auto buffer = std::array<char, 16384>{};
    auto text = std::string{};
    while (auto got = session.read(buffer))
      text += *got;
    return text;
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
  auto to_client = session();
  client.say("show version\n");
  talk(whole);
  CHECK(heard(to_client) == "show version\n");
  auto answer = std::string{"0.1.0\n\n"};
  CHECK_FALSE(to_client.write(answer));
  talk(whole);
  CHECK(client.heard() == "0.1.0\n\n");
}

TEST_CASE_METHOD(tls_fixture, "a TLS client may send its handshake and its text byte by byte") {
  talk(1);
  REQUIRE(client.is_established());
  auto to_client = session();
  client.say("show version\n");
  talk(1);
  CHECK(heard(to_client) == "show version\n");
}

TEST_CASE_METHOD(tls_fixture, "what a TLS client says right behind its handshake is not lost") {
  socket.send(client.sealed());
  settle();
  client.take(socket.received());
  REQUIRE(client.is_established());
  client.say("show version\n");
  talk(whole);
  auto to_client = session();
  CHECK(heard(to_client) == "show version\n");
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
  auto to_client = session();
  CHECK(has_ended(entry));
  pass(24h);
  client.say("show version\n");
  talk(whole);
  CHECK(heard(to_client) == "show version\n");
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
    auto to_client = session();
    auto last = std::string{"bye\n"};
    CHECK_FALSE(to_client.write(last));
    to_client.shutdown_write();
  }
  client.take(socket.received());
  CHECK(client.heard() == "bye\n");
  CHECK(client.server_has_ended());
  CHECK(has_ended(entry));
}

} // namespace mw::tls_entry_test
