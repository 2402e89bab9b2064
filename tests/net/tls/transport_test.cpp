// A socket whose bytes travel as they are, or sealed by TLS.
#include "net/tls/transport.hpp"
#include "tests/clients/tls_client.hpp"
#include "tests/support/stream_end.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace mw::transport_test {

namespace {

/// A TLS connection whose handshake is done.
struct secured {
  secured() {
    auto engine = std::make_unique<net::tls_engine>(context);
    auto early = std::string{};
    while (!engine->is_established()) {
      REQUIRE(engine->take(client.sealed(), early));
      client.take(std::exchange(engine->outgoing(), {}));
    }
    transport.emplace(io, net::connection{socket.take_other(), std::move(engine), early});
  }

  std::string read() {
    auto got = transport->read(buffer);
    return got ? std::string{*got} : std::string{};
  }

  std::error_code read_error() {
    auto got = transport->read(buffer);
    return got ? std::error_code{} : got.error();
  }

  void client_says(const std::string& text) {
    client.say(text);
    socket.send(client.sealed());
  }

  std::string client_hears() {
    client.take(socket.received());
    return client.heard();
  }

  asio::io_context io;
  net::tls_context context = test::server_context();
  test::stream_end socket;
  test::tls_client client;
  std::array<char, 65536> buffer{};
  std::optional<net::transport> transport;
};

} // namespace

TEST_CASE("transport: without TLS bytes travel as they are") {
  auto io = asio::io_context{};
  auto socket = test::stream_end{};
  auto transport = net::transport{io, socket.take_other()};
  auto buffer = std::array<char, 100>{};
  socket.send("question");
  CHECK(transport.read(buffer) == "question");
  auto answer = std::string{"answer"};
  CHECK_FALSE(transport.write(answer));
  CHECK(answer.empty());
  CHECK(socket.received() == "answer");
  socket.close();
  CHECK(transport.read(buffer).error() == std::errc::connection_aborted);
}

TEST_CASE_METHOD(secured, "transport: TLS seals what is written and opens what is read") {
  client_says("question");
  CHECK(read() == "question");
  auto answer = std::string{"answer"};
  CHECK_FALSE(transport->write(answer));
  CHECK(answer.empty());
  CHECK(transport->sealed() == 0);
  CHECK(client_hears() == "answer");
  CHECK(read_error() == std::errc::resource_unavailable_try_again);
}

TEST_CASE_METHOD(secured, "transport: no more is sealed than the socket takes, and one record") {
  auto answer = std::string(4 * 1024 * 1024, 'x');
  auto all = answer.size();
  CHECK_FALSE(transport->write(answer));
  CHECK_FALSE(answer.empty());
  CHECK(transport->sealed() > 0);
  CHECK(transport->sealed() < 17 * 1024);
  auto heard = size_t{0};
  while (!answer.empty() || transport->sealed() > 0) {
    heard += client_hears().size();
    REQUIRE_FALSE(transport->write(answer));
  }
  heard += client_hears().size();
  CHECK(heard == all);
}

TEST_CASE_METHOD(secured, "transport: the end of a TLS client is told without the socket's") {
  client_says("last");
  socket.send(client.end());
  CHECK(read() == "last");
  auto told = false;
  transport->when_readable([&](asio::error_code) { told = true; });
  io.poll();
  CHECK(told);
  CHECK(read_error() == std::errc::connection_aborted);
}

TEST_CASE_METHOD(secured, "transport: what was said behind the handshake is there to be read") {
  auto early = net::transport{io, net::connection{test::stream_end{}.take_other(),
                                                  std::make_unique<net::tls_engine>(context),
                                                  "show version\n"}};
  auto told = false;
  early.when_readable([&](asio::error_code) { told = true; });
  io.poll();
  CHECK(told);
  CHECK(early.read(buffer) == "show version\n");
}

TEST_CASE_METHOD(secured, "transport: what is no TLS breaks the connection, with a reason") {
  socket.send("show version\n");
  CHECK(read_error() == std::errc::protocol_error);
  CHECK_FALSE(transport->failure().empty());
}

TEST_CASE_METHOD(secured, "transport: the end is told to a TLS client") {
  transport->shutdown_write();
  CHECK(client_hears().empty());
  CHECK(client.server_has_ended());
  CHECK(socket.closed());
}

} // namespace mw::transport_test
