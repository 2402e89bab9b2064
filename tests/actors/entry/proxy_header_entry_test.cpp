// PROXY headers in front of a session.
#include "actors/entry/proxy_header_entry.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/support/stream_end.hpp"

namespace mw::proxy_header_entry_test {

namespace {

using namespace std::string_literals;

struct header_fixture : test::actor_fixture {
  header_fixture() {
    entry = spawn<proxy_header_entry_state>(client.take_other(), "uid=1 pid=2"s,
                                            listener.as<listener_actor>());
    settle();
  }

  void say(std::string_view bytes) {
    client.send(bytes);
    settle();
  }

  /// The client as the listener is told, and the bytes that the session will read.
  std::pair<std::string, std::string> named() {
    auto news = listener.take<client_named>();
    auto session = test::stream_end{net::unique_fd{news.client.take()}};
    return {news.peer, session.received()};
  }

  bool is_refused() { return listener.empty() && client.closed() && has_ended(entry); }

  test::stream_end client;
  test::peer listener{system};
  entry_actor entry;
};

const auto v1 = "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n"s;
const auto v2_start = "\r\n\r\n\0\r\nQUIT\n"s;

} // namespace

TEST_CASE_METHOD(header_fixture, "a PROXY header names the client, the rest is its first command") {
  say(v1 + "show version\n");
  auto [peer, rest] = named();
  CHECK(peer.ends_with(" from=192.0.2.1:4711"));
  CHECK(rest == "show version\n");
  CHECK(has_ended(entry));
}

TEST_CASE_METHOD(header_fixture, "a PROXY header may come byte by byte") {
  for (auto byte : v1 + "x") {
    auto alone = std::string(1, byte);
    client.send(alone);
    settle();
  }
  auto [peer, rest] = named();
  CHECK(peer.ends_with(" from=192.0.2.1:4711"));
  CHECK(rest == "x");
}

TEST_CASE_METHOD(header_fixture, "a PROXY header of version 2 names the client") {
  say(v2_start + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50"s + "quit\n");
  auto [peer, rest] = named();
  CHECK(peer.ends_with(" from=192.0.2.1:4711"));
  CHECK(rest == "quit\n");
}

TEST_CASE_METHOD(header_fixture,
                 "a PROXY header of version 2 may have long notes behind its addresses") {
  constexpr size_t notes = 12'000;
  auto header =
      v2_start + "\x21\x11"s +
      std::string{static_cast<char>((notes + 15) >> 8U), static_cast<char>((notes + 15) & 0xFFU)} +
      "\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50"s +
      std::string{'\xE0', static_cast<char>(notes >> 8U), static_cast<char>(notes & 0xFFU)} +
      std::string(notes, 'x');
  say(header.substr(0, 5'000));
  say(header.substr(5'000) + "quit\n");
  auto [peer, rest] = named();
  CHECK(peer.ends_with(" from=192.0.2.1:4711"));
  CHECK(rest == "quit\n");
}

TEST_CASE_METHOD(header_fixture,
                 "a PROXY header that names nobody leaves the real client (LOCAL)") {
  say(v2_start + "\x20\x00\x00\x00"s + "a");
  CHECK(named() == std::pair{"uid=1 pid=2"s, "a"s});
}

TEST_CASE_METHOD(header_fixture,
                 "a PROXY header that names nobody leaves the real client (UNKNOWN)") {
  say("PROXY UNKNOWN\r\nb");
  CHECK(named() == std::pair{"uid=1 pid=2"s, "b"s});
}

TEST_CASE_METHOD(header_fixture, "what is no PROXY header closes the connection") {
  say("show version\n");
  CHECK(is_refused());
}

TEST_CASE_METHOD(header_fixture, "a PROXY header that is not whole in time closes the connection") {
  say("PROXY TCP4 192");
  pass(entry_time_limit - std::chrono::milliseconds{1});
  CHECK_FALSE(has_ended(entry));
  pass(std::chrono::milliseconds{1});
  CHECK(is_refused());
}

TEST_CASE_METHOD(header_fixture, "who leaves within the PROXY header is forgotten") {
  say("PROXY TCP4 192");
  client.close();
  settle();
  CHECK(has_ended(entry));
  CHECK(listener.empty());
}

} // namespace mw::proxy_header_entry_test
