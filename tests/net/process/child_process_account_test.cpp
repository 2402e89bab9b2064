// Real children of another user.
#include "net/base/pipe.hpp"
#include "net/process/child_process.hpp"
#include "tests/support/forked.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>

#include <poll.h>
#include <unistd.h>

namespace mw::child_process_account_test {

using namespace net;

namespace {

constexpr auto nobody = 65534;

/// A program that prints its user, its group and all its groups.
program print_identity() {
  return {.path = "/bin/sh",
          .arguments = {"sh", "-c", "echo $(id -u) $(id -g) $(id -G)"},
          .environment = {"PATH=/usr/bin:/bin"},
          .descriptors = {}};
}

std::string output(program what) {
  auto ends = make_pipe().value();
  what.descriptors.emplace_back(ends.write.get(), STDOUT_FILENO);
  auto child = start(what);
  ends.write.reset();
  REQUIRE(child);
  auto text = std::string{};
  auto wait = pollfd{ends.read.get(), POLLIN, 0};
  for (char c = 0; ::poll(&wait, 1, 20'000) == 1 && ::read(ends.read.get(), &c, 1) == 1;)
    text += c;
  auto ended = pollfd{child->pidfd.get(), POLLIN, 0};
  REQUIRE(::poll(&ended, 1, 20'000) == 1);
  CHECK(reap(child->pidfd.get()) == exit_status{});
  return text;
}

} // namespace

TEST_CASE("a child is the user and the group that it is given, and in no other group") {
  if (!test::is_root())
    return;
  auto what = print_identity();
  what.user = nobody;
  what.group = nobody;
  CHECK(output(what) == "65534 65534 65534\n");
}

TEST_CASE("a child with a group only keeps its parent's user") {
  if (!test::is_root())
    return;
  auto what = print_identity();
  what.group = nobody;
  CHECK(output(what) == "0 65534 65534\n");
}

TEST_CASE("a child that is another user ends with its parent all the same") {
  if (!test::is_root())
    return;
  auto input = make_pipe().value();
  auto alive = make_pipe().value();
  auto what =
      program{.path = "/bin/cat",
              .arguments = {"cat"},
              .environment = {},
              .descriptors = {{input.read.get(), STDIN_FILENO}, {alive.write.get(), STDOUT_FILENO}},
              .parent_death_signal = SIGTERM};
  what.user = nobody;
  CHECK(test::run_forked([&] { return start(what) ? 3 : 2; }).number() == 3);
  alive.write.reset();
  auto gone = pollfd{alive.read.get(), POLLIN, 0};
  REQUIRE(::poll(&gone, 1, 20'000) == 1);
  CHECK((gone.revents & POLLHUP) != 0);
}

TEST_CASE("an ordinary user's child cannot be somebody else") {
  CHECK(test::run_forked([] {
          if (::geteuid() == 0 && ::setresuid(nobody, nobody, nobody) != 0)
            return 1;
          auto what = print_identity();
          what.user = 1;
          auto child = start(what);
          return !child && child.error() == std::errc::operation_not_permitted ? 3 : 2;
        }).number() == 3);
}

} // namespace mw::child_process_account_test
