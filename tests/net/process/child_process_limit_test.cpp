// The descriptor limit of a child, which is not always its parent's.
#include "net/process/child_process.hpp"
#include "tests/fixtures/played_master.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <sys/resource.h>

namespace mw::child_process_limit_test {

using namespace mw::test;

namespace {

net::program command(std::vector<std::string> arguments) {
  auto path = arguments.front();
  return {.path = path,
          .arguments = std::move(arguments),
          .environment = {"PATH=/usr/bin:/bin", "LC_ALL=C"},
          .descriptors = {}};
}

/// Runs a program. Answers its standard output.
std::string output(net::program what) {
  auto out = make_blocking_pipe();
  what.descriptors.emplace_back(out.write.get(), STDOUT_FILENO);
  auto child = net::start(what);
  REQUIRE(child);
  out.write.reset();
  auto all = all_from(out.read);
  REQUIRE(ends(child->pidfd));
  CHECK(net::reap(child->pidfd.get()) == net::exit_status{});
  return all;
}

std::error_code start_error(const net::program& what) {
  auto child = net::start(what);
  return child ? std::error_code{} : child.error();
}

rlimit own_limit() {
  auto limit = rlimit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  return limit;
}

std::string text_of(rlim_t limit) {
  return limit == RLIM_INFINITY ? "unlimited" : std::to_string(limit);
}

const std::vector<std::string> print_limits{"/bin/sh", "-c", "ulimit -Sn; ulimit -Hn"};

} // namespace

TEST_CASE("a child has the descriptor limits that it is given, its parent keeps its own") {
  auto before = own_limit();
  auto print = command(print_limits);
  print.descriptor_limit = rlimit{64, 128};
  CHECK(output(print) == "64\n128\n");
  CHECK(own_limit().rlim_cur == before.rlim_cur);
  CHECK(own_limit().rlim_max == before.rlim_max);
}

TEST_CASE("a child that is given no descriptor limits has its parent's") {
  auto own = own_limit();
  CHECK(output(command(print_limits)) ==
        fmt::format("{}\n{}\n", text_of(own.rlim_cur), text_of(own.rlim_max)));
}

TEST_CASE("a child has also the mapped descriptors above its limit") {
  auto list = command({"/bin/ls", "/proc/self/fd"});
  list.descriptors = {{STDIN_FILENO, 90}};
  list.descriptor_limit = rlimit{32, 32};
  CHECK(output(list) == "0\n1\n2\n3\n90\n");
}

TEST_CASE("a descriptor limit above the hard one of its own is EINVAL") {
  auto what = command({"/bin/true"});
  what.descriptor_limit = rlimit{128, 64};
  CHECK(start_error(what) == std::errc::invalid_argument);
}

TEST_CASE("an ordinary user's child cannot have more descriptors than the hard limit") {
  CHECK(run_forked([] {
          constexpr auto nobody = 65534;
          auto what = command({"/bin/true"});
          what.descriptor_limit = rlimit{64, 65};
          auto lower = rlimit{64, 64};
          if (::setrlimit(RLIMIT_NOFILE, &lower) != 0 ||
              (::geteuid() == 0 && ::setresuid(nobody, nobody, nobody) != 0))
            return 1;
          return start_error(what) == std::errc::operation_not_permitted ? 3 : 2;
        }).number() == 3);
}

} // namespace mw::child_process_limit_test
