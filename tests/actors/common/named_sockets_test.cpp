// Sockets by name: who asks for one gets it, once.
#include "actors/common/named_sockets.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>

namespace mw::named_sockets_test {

namespace {

std::vector<net::unique_fd> some(size_t count) {
  auto made = std::vector<net::unique_fd>{};
  while (made.size() < count)
    made.push_back(make_socket(AF_UNIX));
  return made;
}

} // namespace

TEST_CASE("sockets are taken by their name, whatever their order") {
  auto sockets = named_sockets{};
  sockets.add("b", some(2));
  sockets.add("a", some(1));
  CHECK(sockets.count() == 3);
  CHECK(sockets.names() == std::vector<std::string>{"a", "b"});
  CHECK(sockets.take("c").empty());
  CHECK(sockets.take("a").size() == 1);
  CHECK(sockets.take("a").empty());
  CHECK(sockets.count() == 2);
  CHECK(sockets.take("b").size() == 2);
  CHECK(sockets.count() == 0);
}

TEST_CASE("sockets of lines with one name are taken line by line, in their order") {
  auto sockets = named_sockets{};
  sockets.add("a", some(1));
  sockets.add("a", some(3));
  CHECK(sockets.names() == std::vector<std::string>{"a", "a"});
  CHECK(sockets.take("a").size() == 1);
  CHECK(sockets.take("a").size() == 3);
}

TEST_CASE("sockets that nobody takes are closed") {
  auto all = some(1);
  auto number = all.front().get();
  {
    auto sockets = named_sockets{};
    sockets.add("a", std::move(all));
  }
  CHECK(::fcntl(number, F_GETFD) == -1);
}

} // namespace mw::named_sockets_test
