// Processes and the signals that reach them: groups of their own, names, what programs leave
// behind.
#include "tests/programs/processes.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <filesystem>

#include <unistd.h>

using namespace mw;
using namespace mw::test;

namespace {

/// A master that leads a process group, as one that a shell or a service manager has started.
service_options leading_a_group() {
  return {.configuration = "global\n  nbproc 2\n", .in_front = {"/usr/bin/setsid"}};
}

/// A program that does not exec, and whose child tells its pid: the child would outlive it.
std::string starting_script(const service& master, const std::string& child) {
  return "global\n  nbproc 1\nprogram api\n  command sh -c '" + child + " & echo $! > " +
         (master.folder() / "child") + "; wait'\n";
}

/// The child's pid, once it is there and is another one than `before`.
pid_t child_of(service& master, pid_t before = 0) {
  auto pid = pid_t{0};
  master.await("the program's child", [&] {
    auto text = read_file(master.folder() / "child");
    pid = text.ends_with("\n") ? std::stoi(text) : before;
    return pid != before;
  });
  return pid;
}

/// Waits until the master's guardian knows the program: it is told a little after the start.
void await_guarded(service& master) {
  auto leader = fmt::format("Pid:\t{}\n", rows_of(master, "program").at(0)["pid"].get<pid_t>());
  master.await("the guardian knows the program", [&] {
    for (auto one : guardians_of(master.process().pid()))
      for (const auto& file :
           std::filesystem::directory_iterator(fmt::format("/proc/{}/fdinfo", one)))
        if (read_file(file.path()).find(leader) != std::string::npos)
          return true;
    return false;
  });
}

} // namespace

TEST_CASE("a signal to the master's whole group is no crash of its workers") {
  auto master = service{leading_a_group()};
  REQUIRE(::getpgid(master.process().pid()) == master.process().pid());
  auto workers = master.workers();
  ::kill(-master.process().pid(), SIGTERM);
  CHECK(master.process().await_end().number() == 0);
  CHECK_THAT(master.process().errors(), !Catch::Contains("started again"));
  CHECK_THAT(master.process().errors(), !Catch::Contains("exited with code"));
  CHECK(service::await_gone(workers));
}

TEST_CASE("signals without a meaning for a master do not end it") {
  auto master = service{1};
  for (auto signal : {SIGALRM, SIGQUIT, SIGPROF, SIGPIPE, SIGXFSZ, SIGCHLD, SIGWINCH, SIGURG})
    master.process().signal(signal);
  CHECK(master.talk("show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("signals without a meaning for a worker do not end it, as HAProxy's") {
  auto master = service{1};
  auto worker = master.workers().at(0);
  for (auto signal : {SIGHUP, SIGQUIT, SIGUSR2, SIGPIPE, SIGALRM, SIGTTIN, SIGTTOU, SIGWINCH})
    ::kill(worker, signal);
  CHECK(master.talk("@1 show version\n") == MW_VERSION "\n\n");
  CHECK(master.workers().at(0) == worker);
}

TEST_CASE("workers have the program's name") {
  auto master = service{1};
  CHECK(status_word(master.process().pid(), "Name") == "mw-actors");
  CHECK(status_word(master.workers().at(0), "Name") == "mw-actors");
}

TEST_CASE("the children of a program end with it, also those that have left its group") {
  auto child = GENERATE("sleep 1000", "setsid sleep 1000");
  auto master = service{1};
  master.configure(starting_script(master, child));
  master.must_reload();
  auto first = child_of(master);
  SECTION("at a reload") {
    master.must_reload();
    CHECK(service::await_gone({first}));
    CHECK(child_of(master, first) != first);
  }
  SECTION("when the master ends") {
    master.process().signal(SIGTERM);
    CHECK(master.process().await_end().number() == 0);
    CHECK(service::await_gone({first}));
  }
  SECTION("when the program crashes") {
    for (const auto& row : rows_of(master, "program"))
      ::kill(row["pid"], SIGKILL);
    CHECK(service::await_gone({first}));
    CHECK(child_of(master, first) != first);
  }
}

TEST_CASE("the children of a program end when the master is killed") {
  auto master = service{1};
  master.configure(starting_script(master, "sleep 1000"));
  master.must_reload();
  auto child = child_of(master);
  await_guarded(master);
  master.process().signal(SIGKILL);
  CHECK(service::await_gone({child}, seconds{4}));
}

TEST_CASE("orphans that have ended leave no zombies") {
  auto master = service{1};
  master.configure("global\n  nbproc 1\nprogram api\n  command sh -c '(sleep 0.01 &); echo > " +
                   (master.folder() / "child") + "; exec sleep 1000'\n");
  master.must_reload();
  master.await("no zombie", [&] {
    if (::access((master.folder() / "child").c_str(), F_OK) != 0)
      return false;
    auto all = children_of(master.process().pid());
    return std::none_of(all.begin(), all.end(),
                        [](pid_t one) { return status_word(one, "State") == "Z"; });
  });
}

TEST_CASE("programs without a process are seen") {
  auto master = service{1};
  master.configure("global\n  nbproc 1\nprogram done\n  command true\n");
  master.must_reload();
  master.await("its end", [&] {
    return master.talk("show programs\n").find("done            -               ended") !=
           std::string::npos;
  });
  CHECK_THAT(master.talk("show metrics\n"),
             Catch::Contains("\nmw_program_up{program=\"done\"} 0\n"));
}
