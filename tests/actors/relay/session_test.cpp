// Bytes between clients and servers, and all that can happen to them.
#include "tests/fixtures/connected_relay.hpp"

namespace mw::session_test {

using namespace mw::test;

namespace {

/// Makes bytes of which none is like its neighbours.
std::string pattern(size_t count) {
  std::string all(count, '\0');
  uint32_t state = 1;
  for (auto& byte : all)
    byte = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);
  return all;
}

/// Sends the bytes while the other side reads. Returns all that it has read.
std::string transfer(relay_fixture& relay, const relay_end& from, const relay_end& to,
                     const std::string& bytes) {
  size_t sent = 0;
  std::string got;
  std::string piece(65'536, '\0');
  relay.until([&] {
    auto count = ::send(from.fd(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    sent += count > 0 ? static_cast<size_t>(count) : 0;
    if (auto read = ::recv(to.fd(), piece.data(), piece.size(), MSG_DONTWAIT); read > 0)
      got.append(piece, 0, static_cast<size_t>(read));
    return got.size() >= bytes.size();
  });
  return got;
}

} // namespace

TEST_CASE("bytes go both ways between a client and its server") {
  connected_relay relay;
  auto& [client, server] = relay.ends;
  CHECK(client.send("question"));
  CHECK(relay.read(server, 8) == "question");
  CHECK(server.send("answer"));
  CHECK(relay.read(client, 6) == "answer");
  CHECK(relay.srv().counts->bytes_in == 8);
  CHECK(relay.back().counts->bytes_out == 6);
  CHECK(relay.front().counts->sessions.current == 1);
  server.close();
  CHECK(relay.read_all(client).empty());
  client.close();
  relay.until([&] { return relay.front().counts->sessions.current == 0; });
  CHECK(relay.srv().served == 0);
  CHECK(relay.back().counts->all_sessions == 1);
}

TEST_CASE("the end of one direction is passed on and the other one goes on") {
  connected_relay relay;
  auto& [client, server] = relay.ends;
  CHECK(client.send("last words"));
  client.end();
  CHECK(relay.read_all(server) == "last words");
  CHECK(server.send("still here"));
  CHECK(relay.read(client, 10) == "still here");
  server.close();
  CHECK(relay.read_all(client).empty());
  relay.until([&] { return relay.front().counts->sessions.current == 0; });
}

TEST_CASE("a large transfer arrives whole with buffers and with splice") {
  auto spliced = GENERATE(false, true);
  connected_relay relay([=](auto& l) { l.splice_request = l.splice_auto = spliced; });
  auto& [client, server] = relay.ends;
  auto bytes = pattern(8'000'000);
  CHECK((transfer(relay, client, server, bytes) == bytes));
  CHECK((transfer(relay, server, client, bytes) == bytes));
  relay.settle();
  CHECK((relay.engine().state().total->spliced_bytes > 8'000'000) == spliced);
  CHECK(relay.engine().state().pipes_used == 0);
}

TEST_CASE("what the server sent before it closed gets to a client that reads late") {
  connected_relay relay;
  auto& [client, server] = relay.ends;
  auto bytes = pattern(60'000);
  CHECK(server.send(bytes));
  server.close();
  relay.settle();
  CHECK((relay.read_all(client) == bytes));
}

TEST_CASE("a client that does not read holds its server back with bounded memory") {
  connected_relay relay;
  auto& [client, server] = relay.ends;
  auto piece = pattern(100'000);
  size_t sent = 0;
  for (auto stalled = 0; stalled < 50;) {
    auto count = ::send(server.fd(), piece.data(), piece.size(), MSG_NOSIGNAL);
    stalled = count > 0 ? 0 : stalled + 1;
    sent += count > 0 ? static_cast<size_t>(count) : 0;
    relay.settle();
  }
  auto all = relay.engine().actions().sessions();
  REQUIRE(all.size() == 1);
  CHECK(all.front().pending_out <= 16'384);
  CHECK(all.front().bytes_out < sent);
  CHECK(relay.read(client, sent).size() == sent);
}

TEST_CASE("a server that dies in the middle of a transfer ends the session as its abort") {
  connected_relay relay;
  auto& [client, server] = relay.ends;
  CHECK(server.send("half"));
  CHECK(relay.read(client, 4) == "half");
  server.abort();
  CHECK(relay.read_all(client).empty());
  relay.until([&] { return relay.front().counts->sessions.current == 0; });
  CHECK(relay.srv().counts->server_aborts == 1);
  CHECK(relay.front().counts->client_aborts == 0);
}

TEST_CASE("a client that vanishes ends the session as its abort") {
  connected_relay relay;
  auto& [client, server] = relay.ends;
  client.abort();
  CHECK(relay.read_all(server).empty());
  relay.until([&] { return relay.front().counts->sessions.current == 0; });
  CHECK(relay.srv().counts->client_aborts == 1);
  CHECK(relay.front().counts->client_aborts == 1);
}

TEST_CASE("a silent client and a silent server run into their time limits") {
  auto of_client = GENERATE(true, false);
  connected_relay relay(
      [=](auto& l) { (of_client ? l.client_timeout : l.server_timeout) = milliseconds{30}; });
  relay.pass(milliseconds{25});
  CHECK(relay.front().counts->sessions.current == 1);
  relay.pass(milliseconds{5});
  CHECK(relay.read_all(relay.ends.client).empty());
  CHECK(relay.front().counts->sessions.current == 0);
  CHECK(relay.front().counts->client_aborts == (of_client ? 1 : 0));
  CHECK(relay.srv().counts->server_aborts == (of_client ? 0 : 1));
}

TEST_CASE("a tunnel's time limit stands in for those of client and server") {
  connected_relay relay([](auto& l) {
    l.client_timeout = l.server_timeout = milliseconds{20};
    l.tunnel_timeout = milliseconds{20'000};
  });
  auto& [client, server] = relay.ends;
  relay.pass(milliseconds{19'000});
  CHECK(client.send("still"));
  CHECK(relay.read(server, 5) == "still");
}

TEST_CASE("a half-closed client has the shorter time limit for it") {
  connected_relay relay([](auto& l) { l.client_fin_timeout = milliseconds{20}; });
  auto& [client, server] = relay.ends;
  client.end();
  CHECK(relay.read_all(server).empty());
  CHECK(relay.front().counts->sessions.current == 1);
  relay.pass(milliseconds{20});
  CHECK(relay.front().counts->sessions.current == 0);
}

TEST_CASE("a half-closed server has the shorter time limit for it") {
  connected_relay relay([](auto& l) { l.server_fin_timeout = milliseconds{20}; });
  auto& [client, server] = relay.ends;
  server.end();
  CHECK(relay.read_all(client).empty());
  CHECK(relay.front().counts->sessions.current == 1);
  relay.pass(milliseconds{20});
  CHECK(relay.front().counts->sessions.current == 0);
}

TEST_CASE("the sessions of an engine are listed with what they do") {
  connected_relay relay;
  auto& [client, server] = relay.ends;
  CHECK(client.send("abc"));
  CHECK(relay.read(server, 3) == "abc");
  auto all = relay.engine().actions().sessions();
  REQUIRE(all.size() == 1);
  const auto& one = all.front();
  CHECK(one.id == 1);
  CHECK(one.stage == relay::session_stage::relaying);
  CHECK(one.front == &relay.front());
  CHECK(one.back == &relay.back());
  CHECK(one.srv == &relay.srv());
  CHECK(to_string(one.source) == to_string(net::local_address(client.fd())));
  CHECK(one.bytes_in == 3);
  CHECK(one.bytes_out == 0);
  CHECK(one.expires > one.last_activity);
  CHECK_FALSE(relay.engine().actions().shutdown_session(2));
  CHECK(relay.engine().actions().shutdown_session(1));
  CHECK(relay.read_all(client).empty());
  CHECK(relay.engine().actions().sessions().empty());
}

TEST_CASE("the process waits for running sessions at a soft stop and takes no new ones") {
  relay_fixture relay;
  relay.add_server();
  relay.start();
  auto finished = false;
  relay.stop().when_finished([&] { finished = true; });
  auto client = relay.connect();
  auto server = relay.accept();
  relay.stop().request();
  CHECK(relay.stop().holds() == 1);
  CHECK(client.send("go on"));
  CHECK(relay.read(server, 5) == "go on");
  CHECK_FALSE(relay.is_open());
  client.close();
  server.close();
  relay.until([&] { return finished; });
}

} // namespace mw::session_test
