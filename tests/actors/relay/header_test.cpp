// PROXY headers, taken from clients and given to servers.
#include "net/address/proxy_protocol.hpp"
#include "tests/fixtures/relay_fixture.hpp"

namespace mw::header_test {

using namespace mw::test;

TEST_CASE("the server learns from a PROXY header who the client is") {
  auto version = GENERATE(net::proxy_header::v1, net::proxy_header::v2);
  relay_fixture relay;
  relay.add_server().header = version;
  relay.start();
  auto client = relay.connect();
  auto server = relay.accept();
  CHECK(client.send("x"));
  auto from = net::port_of(net::local_address(client.fd()));
  auto to = net::port_of(relay.door());
  auto as_bytes = [](unsigned port) {
    return std::string{static_cast<char>(port >> 8U), static_cast<char>(port & 0xFFU)};
  };
  auto expected = version == net::proxy_header::v1
                      ? "PROXY TCP4 127.0.0.1 127.0.0.1 " + std::to_string(from) + " " +
                            std::to_string(to) + "\r\n"
                      : std::string("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x7f\0\0\1\x7f\0\0\1", 24) +
                            as_bytes(from) + as_bytes(to);
  CHECK((relay.read(server, expected.size() + 1) == expected + "x"));
  CHECK(relay.srv().counts->bytes_in == 1);
}

TEST_CASE("a client's PROXY header is taken off even if it comes in pieces") {
  relay_fixture relay;
  relay.add_server();
  relay.settings().binds.front().accept_proxy = true;
  relay.start();
  auto client = relay.connect();
  CHECK(client.send("PROXY TCP4 192.0.2.7 "));
  CHECK_FALSE(relay.has_connection(0));
  CHECK(client.send("192.0.2.1 4711 80\r\nhello"));
  auto server = relay.accept();
  CHECK(relay.read(server, 5) == "hello");
  auto all = relay.engine().actions().sessions();
  REQUIRE(all.size() == 1);
  CHECK(to_string(all.front().source) == "192.0.2.7:4711");
  CHECK(to_string(all.front().destination) == "192.0.2.1:80");
}

TEST_CASE(
    "a balanced client's PROXY header of version 2 may have long notes behind its addresses") {
  constexpr size_t notes = 12'000;
  relay_fixture relay;
  relay.add_server();
  relay.settings().binds.front().accept_proxy = true;
  relay.start();
  auto header =
      std::string("\r\n\r\n\0\r\nQUIT\n\x21\x11", 14) +
      std::string{static_cast<char>((notes + 15) >> 8U), static_cast<char>((notes + 15) & 0xFFU)} +
      std::string("\x01\x02\x03\x04\x05\x06\x07\x08\0\x0b\0\x16", 12) +
      std::string{'\xE0', static_cast<char>(notes >> 8U), static_cast<char>(notes & 0xFFU)} +
      std::string(notes, 'x');
  auto client = relay.connect();
  CHECK(client.send(header.substr(0, 5'000)));
  CHECK_FALSE(relay.has_connection(0));
  CHECK(client.send(header.substr(5'000) + "hello"));
  auto server = relay.accept();
  CHECK(relay.read(server, 5) == "hello");
  CHECK(to_string(relay.engine().actions().sessions().front().source) == "1.2.3.4:11");
}

TEST_CASE("a client that has left behind its PROXY header is not waited with") {
  relay_fixture relay;
  relay.add_server().maxconn = 1;
  relay.settings().binds.front().accept_proxy = true;
  relay.start();
  const auto* header = "PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n";
  auto first = relay.connect();
  CHECK(first.send(header));
  auto served = relay.accept();
  auto gone = relay.connect();
  CHECK(gone.send(header));
  gone.end();
  relay.settle();
  CHECK(relay.back().queue.empty());
  CHECK(relay.back().counts->client_aborts == 1);
}

TEST_CASE("a malformed or late PROXY header closes the connection and is counted") {
  auto late = GENERATE(false, true);
  relay_fixture relay;
  relay.add_server();
  relay.settings().binds.front().accept_proxy = true;
  relay.settings().client_timeout = milliseconds{late ? 20 : 20'000};
  relay.start();
  auto client = relay.connect();
  CHECK(client.send(late ? "PROXY TCP4 192.0.2.7 " : "GET / HTTP/1.1\r\n\r\n"));
  relay.settle();
  relay.pass(milliseconds{20});
  relay.read_all(client);
  CHECK(relay.front().counts->bad_requests == 1);
  CHECK_FALSE(relay.has_connection(0));
}

TEST_CASE("PROXY headers are read with their length or refused") {
  using net::read_proxy_header;
  auto length_of = [](std::string_view bytes) {
    auto header = net::read_proxy_header(bytes);
    return !header ? -2 : *header ? static_cast<int>((*header)->length) : -1;
  };
  CHECK(length_of("PROXY UNKNOWN\r\nrest") == 15);
  CHECK(length_of("PROXY TCP6 ::1 ::2 1 2\r\n") == 24);
  CHECK(length_of("PRO") == -1);
  CHECK(length_of("PROXY TCP4 1.2.3.4 5.6.7.8 1") == -1);
  CHECK(length_of("PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n") == -2);
  CHECK(length_of("PROXY TCP4 1.2.3.4 ::1 1 2\r\n") == -2);
  CHECK(length_of("PROXY TCP4 1.2.3.4 5.6.7.8 1 70000\r\n") == -2);
  CHECK(length_of("PROXY " + std::string(200, 'x')) == -2);
  CHECK(length_of("GET /") == -2);
  auto v2 = std::string("\r\n\r\n\0\r\nQUIT\n", 12);
  CHECK(length_of(v2) == -1);
  CHECK(length_of(v2 + std::string("\x20\0\0\0", 4)) == 16);
  CHECK(length_of(v2 + std::string("\x21\x11\0\x04\1\2\3\4", 8)) == -2);
  CHECK(length_of(v2 + std::string("\x31\x11\0\0", 4)) == -2);
  CHECK(length_of(v2 + std::string("\x21\x11\x7f\0", 4)) == -2);
  CHECK(length_of(v2 + std::string("\x21\x11\x3f\xf0", 4)) == -1);
  CHECK(length_of(v2 + std::string("\x21\x11\x3f\xf0", 4) + std::string(16'368, 'x')) == 16'384);
  CHECK(length_of(v2 + std::string("\x21\x11\x3f\xf1", 4)) == -2);
}

} // namespace mw::header_test
