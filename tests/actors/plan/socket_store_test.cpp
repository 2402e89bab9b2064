// The workers' listening sockets: opened once, shared while anyone has them.
#include "tests/fixtures/store_fixture.hpp"

#include <fmt/format.h>

namespace mw::socket_store_test {

using test::store_fixture;
using test::with;
using option = listen_options;
using names = std::vector<std::string>;

namespace {

std::string range(unsigned first, unsigned last) {
  return fmt::format("127.0.0.1:{}-{}", first, last);
}

/// Finds two ports in a row that were free just now. Returns the first one.
uint16_t two_free_ports() {
  for (auto attempt = 0; attempt < 100; ++attempt) {
    auto first = open_one("127.0.0.1:0").where().port;
    if (first < 65535 && open_at(range(first, first + 1U)))
      return first;
  }
  FAIL("no two free ports in a row");
  return 0;
}

} // namespace

TEST_CASE_METHOD(store_fixture, "one address has the same sockets as long as somebody has them") {
  auto first = get(path);
  auto again = get(path);
  CHECK(again == first);
  first.reset();
  CHECK(get("unix@" + path) == again);
  CHECK(serves(path));
  CHECK(get(folder / "other") != again);
}

TEST_CASE_METHOD(store_fixture, "sockets that nobody has are closed and can be opened anew") {
  auto first = get(path);
  auto again = get(path);
  first.reset();
  CHECK(folder.names() == names{"w.sock"});
  again.reset();
  CHECK(folder.names().empty());
  auto anew = get(path, with(&option::mode, 0600));
  CHECK(serves(path));
  CHECK(mode() == 0600);
}

TEST_CASE_METHOD(store_fixture, "an address that others serve is an error that names it") {
  {
    auto other = open_one(path);
    CHECK(refusal(path) ==
          fmt::format("cannot listen on '{}': a live process serves it already (pid {})", path,
                      ::getpid()));
    auto port = open_one("127.0.0.1:0");
    auto address = fmt::format("127.0.0.1:{}", port.where().port);
    CHECK(refusal(address) ==
          fmt::format("cannot listen on 'ipv4@{}': Address already in use", address));
  }
  CHECK(get(path)->size() == 1);
}

TEST_CASE_METHOD(store_fixture, "one host and any host have the same port, in any order") {
  auto one = get("127.0.0.1:0");
  auto port = one->front().where().port;
  auto any = get(fmt::format("*:{}", port));
  auto other = get(fmt::format("127.0.0.2:{}", port));
  CHECK(any->front().where().port == port);
  CHECK(other->front().where().host == "127.0.0.2");
  CHECK(refusal(fmt::format("ipv4@localhost:{}", port)) ==
        fmt::format("cannot listen on 'ipv4@localhost:{}': Address already in use", port));
}

TEST_CASE_METHOD(store_fixture, "a worker's socket stands beside one of the master's") {
  auto cli = open_one("127.0.0.1:0");
  auto any = fmt::format("*:{}", cli.where().port);
  CHECK(refusal(any) == fmt::format("cannot listen on 'ipv4@0.0.0.0:{}': Address already in use",
                                    cli.where().port));
  store.stand_beside({cli.fd()});
  CHECK(refusal(any) == "none");
}

TEST_CASE_METHOD(store_fixture, "a range of ports is one entry with a socket for each port") {
  auto first = two_free_ports();
  auto second = static_cast<uint16_t>(first + 1);
  auto open = get(range(first, second));
  REQUIRE(open->size() == 2);
  CHECK(open->at(0).where().port == first);
  CHECK(open->at(1).where().port == second);
  CHECK(get(range(first, second)) == open);
  CHECK(serves_ipv4(first));
  CHECK(serves_ipv4(second));
  open.reset();
  CHECK_FALSE(serves_ipv4(first));
  CHECK_FALSE(serves_ipv4(second));
}

TEST_CASE_METHOD(store_fixture,
                 "an error about a range of ports names the range as it is written") {
  auto first = two_free_ports();
  auto address = range(first, first + 1U);
  auto open = get(address);
  CHECK(refusal(address, with(&option::v6only, true)) ==
        fmt::format("cannot change the interface or IP version of the open socket 'ipv4@{}': it "
                    "needs another address or a restart",
                    address));
}

TEST_CASE_METHOD(store_fixture, "a part of an open range is an address of its own, and in use") {
  auto first = two_free_ports();
  auto open = get(range(first, first + 1U));
  CHECK(refusal(fmt::format("127.0.0.1:{}", first)) ==
        fmt::format("cannot listen on 'ipv4@127.0.0.1:{}': Address already in use", first));
}

} // namespace mw::socket_store_test
