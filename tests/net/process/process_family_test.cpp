// A process with all that it has started: found and signalled together.
#include "net/process/child_process.hpp"
#include "net/process/own_children.hpp"
#include "net/process/process_family.hpp"
#include "tests/programs/script.hpp"
#include "tests/programs/subreaper.hpp"
#include "tests/support/deadline.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <optional>

#include <sys/wait.h>
#include <unistd.h>

namespace mw::net::process_family_test {

namespace {

/// A shell that has started another process, whose pid it tells.
struct family_fixture {
  test::subreaper orphans;

  explicit family_fixture(const std::string& other = "sleep 1000")
      : script("#!/bin/sh\n" + other + " 4<&- &\necho $! >&4\nread -r code <&4\nexit 0\n") {
    leader = start({.path = script.path,
                    .arguments = {"family"},
                    .environment = {"MW_TEST=1.7"},
                    .descriptors = {{script.program().configuration->get(), 4}},
                    .leads_group = true})
                 .value();
    child = std::stoi(script.says());
    members.leader = leader.pid;
    leader_view.emplace(leader.pid);
    child_view.emplace(child);
  }

  ~family_fixture() {
    members.signal(SIGKILL);
    CHECK(leader_view->ends());
    reap(leader.pidfd.get());
    CHECK(child_view->ends());
  }

  test::script script;
  child_process leader;
  pid_t child = -1;
  process_family members{-1, "MW_TEST=1.7"};
  std::optional<test::process_view> leader_view; ///< from their starts: a pid may come back
  std::optional<test::process_view> child_view;
};

struct left_the_group : family_fixture {
  left_the_group() : family_fixture("setsid sleep 1000") {}
};

using pids = std::vector<pid_t>;

} // namespace

TEST_CASE_METHOD(family_fixture, "a child may lead a process group of its own") {
  CHECK(::getpgid(leader.pid) == leader.pid);
  CHECK(::getpgid(child) == leader.pid);
  CHECK(members.others() == pids{child});
}

TEST_CASE_METHOD(family_fixture, "a signal reaches leader and others") {
  members.signal(SIGTERM);
  CHECK(leader_view->ends());
  CHECK(child_view->ends());
  CHECK(members.others().empty());
}

TEST_CASE_METHOD(left_the_group, "a process that has left the group is known by its mark") {
  auto until = test::deadline(test::patience);
  while ((::getpgid(child) == leader.pid || members.others().empty()) && !until.passed())
    continue; // setsid, or the program behind it, has still to come
  CHECK(::getpgid(child) != leader.pid);
  CHECK(members.others() == pids{child});
  CHECK(process_family{leader.pid, "MW_TEST=1.70"}.others().empty());
  script.exit(0);
  CHECK(leader_view->ends());
  CHECK(members.others() == pids{child}); // ours now
  members.signal(SIGTERM);
  CHECK(child_view->ends());
}

TEST_CASE_METHOD(family_fixture, "orphans that have ended are reaped, children of others are not") {
  members.signal(SIGKILL);
  CHECK(leader_view->ends());
  CHECK(child_view->ends());
  reap_orphans();
  auto left = children_of(::getpid());
  CHECK(std::count(left.begin(), left.end(), child) == 0);
  CHECK(std::count(left.begin(), left.end(), leader.pid) == 1);
}

} // namespace mw::net::process_family_test
