// How sessions end that do not reach their server: the lines of HAProxy 2.6.12 for the same.
#include "tests/support/log_receiver.hpp"

namespace mw::connect_end_test {

using namespace mw::test;

namespace {

/// A listening socket whose kernel answers no connection any more.
class deaf_socket {
public:
  deaf_socket() {
    for (auto& one : waiting_) {
      one.reset(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      auto where = address();
      ::connect(one.get(), reinterpret_cast<const sockaddr*>(&where.bytes), where.length);
    }
  }

  net::socket_address address() const { return net::local_address(fd_.get()); }

private:
  unique_fd fd_ = listening(0, 0);
  std::array<unique_fd, 3> waiting_;
};

/// A relay to a server that does not answer, or that refuses, and one client.
class unreachable_relay : public relay_fixture {
public:
  explicit unreachable_relay(const std::function<void(config::proxy_settings&)>& change,
                             bool refusing = false) {
    add_server_at(refusing ? refusing_address() : deaf_.address());
    settings().logs = {log_.target()};
    settings().tcplog = true;
    settings().connect_timeout = milliseconds{200};
    change(settings());
    start();
    client = connect();
    settle();
  }

  std::string end() const { return log_.next_end(); }

  relay_end client;

private:
  static net::socket_address refusing_address() {
    auto fd = listening();
    return net::local_address(fd.get());
  }

  deaf_socket deaf_;
  log_receiver log_;
};

} // namespace

TEST_CASE("a server that does not answer in time is tried again at once") {
  unreachable_relay relay([](auto& l) { l.retries = 1; });
  relay.pass(milliseconds{400});
  CHECK(relay.end() == "s1 0/-1/400 0 sC 1/1/0/0/1 0/0");
}

TEST_CASE("a server that refuses is tried again after a pause") {
  unreachable_relay relay([](auto& l) { l.retries = 2; }, true);
  relay.pass(milliseconds{400});
  CHECK(relay.end() == "s1 0/-1/400 0 SC 1/1/0/0/2 0/0");
}

TEST_CASE("a client that leaves while its server is tried is an abort") {
  auto refusing = GENERATE(false, true);
  auto said = GENERATE(false, true);
  auto by_reset = GENERATE(false, true);
  unreachable_relay relay([](auto& l) { l.retries = 1; }, refusing);
  auto retries = std::string(refusing ? "1" : "0");
  if (said)
    CHECK(relay.client.send("x"));
  relay.pass(milliseconds{100});
  if (by_reset)
    relay.client.abort();
  else
    relay.client.end();
  relay.settle();
  if (by_reset || !said) {
    CHECK(relay.end() ==
          "s1 0/-1/100 0 " + std::string(by_reset ? "CD" : "CC") + " 1/1/0/0/" + retries + " 0/0");
    return;
  }
  relay.pass(milliseconds{300});
  CHECK(relay.end() ==
        (refusing ? "s1 0/-1/200 0 SC 1/1/0/0/1 0/0" : "s1 0/-1/400 0 sC 1/1/0/0/1 0/0"));
}

TEST_CASE("a silent client's time limit ends a pause, and is told of a connection that fails") {
  auto refusing = GENERATE(false, true);
  auto said = GENERATE(false, true);
  unreachable_relay relay(
      [](auto& l) {
        l.retries = 1;
        l.client_timeout = milliseconds{100};
      },
      refusing);
  if (said)
    CHECK(relay.client.send("x"));
  relay.settle();
  relay.pass(milliseconds{400});
  auto expected = refusing ? std::string(said ? "200 0 SC" : "100 0 cC")
                           : std::string(said ? "400 0 sC" : "400 0 cC");
  CHECK(relay.end() == "s1 0/-1/" + expected + " 1/1/0/0/1 0/0");
}

TEST_CASE("a session is killed while its server is tried") {
  auto refusing = GENERATE(false, true);
  unreachable_relay relay([](auto&) {}, refusing);
  relay.pass(milliseconds{100});
  CHECK(relay.engine().actions().shutdown_session(1));
  CHECK(relay.end() == "s1 0/-1/100 0 KC 1/1/0/0/" + std::string(refusing ? "1" : "0") + " 0/0");
}

} // namespace mw::connect_end_test
