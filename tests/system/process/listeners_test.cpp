// Where workers listen: addresses with variables, ports that hosts share, limits that must be kept.
#include "tests/programs/haproxy.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace mw;
using namespace mw::test;

namespace {

/// The level of the CLI that answers at this port of 127.0.0.1.
std::string level_at(uint16_t port) {
  auto client = cli_client{port};
  client.send("show cli level\n");
  return client.read_to_end();
}

} // namespace

TEST_CASE("an address has the variable's value of its line, for master and workers") {
  auto master = service{{.configuration = "global\n"
                                          "  setenv NAME a\n"
                                          "  stats socket FOLDER/${NAME}.sock level user\n"
                                          "  setenv NAME b\n"
                                          "  stats socket FOLDER/$NAME.sock level admin\n"
                                          "  unsetenv NAME\n"}};
  CHECK(talk(master.folder() / "a.sock", "show cli level\n") == "user\n\n");
  CHECK(talk(master.folder() / "b.sock", "show cli level\n") == "admin\n\n");
  master.must_reload();
  CHECK(talk(master.folder() / "a.sock", "show cli level\n") == "user\n\n");
}

TEST_CASE("one host is served first where any host has the same port, also over reloads") {
  auto port = reserved_port{};
  auto any = fmt::format("  stats socket *:{} level user\n", port.number());
  auto one = fmt::format("  stats socket {} level admin\n", port.address());
  auto any_first = GENERATE(true, false);
  auto master = service{{.configuration = "global\n" + (any_first ? any + one : one + any)}};
  CHECK(level_at(port.number()) == "admin\n\n");
  master.must_reload();
  CHECK(level_at(port.number()) == "admin\n\n");
}

TEST_CASE("a -S at any host stands beside one of a worker at one host") {
  auto port = reserved_port{};
  auto master = service{
      {.configuration = fmt::format("global\n  stats socket {} level user\n", port.address()),
       .arguments = {"-S", fmt::format("*:{}", port.number())}}};
  CHECK(level_at(port.number()) == "user\n\n");
}

TEST_CASE("a maxconn that the descriptors cannot carry ends the start") {
  auto folder = temporary_folder{};
  write_file(folder / "m.cfg", "global\n  maxconn 1000\n  ulimit-n 500\n");
  auto ended = run({.arguments = {"-f", folder / "m.cfg"}});
  CHECK(ended.code == 1);
  CHECK_THAT(ended.errors,
             Catch::Contains("FD limit (500) too low for maxconn=1000/maxsock=2016."));
}
