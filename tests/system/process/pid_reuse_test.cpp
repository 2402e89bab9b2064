// A pid comes back: the process that has it now is not taken for the one that had it.
#include "tests/programs/container.hpp"
#include "tests/programs/processes.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>

using namespace mw;
using namespace mw::test;

namespace {

using words = std::vector<std::string>;

const auto version = std::string{MW_VERSION "\n\n"};

/// A shell that tells the kernel which pid to try first for the next process of its namespace, and
/// then does the rest.
words with_next_pid(pid_t pid, const std::string& rest = "") {
  return {"/bin/sh", "-c",
          fmt::format("echo {} > /proc/sys/kernel/ns_last_pid || exit 1; {}", pid - 1, rest)};
}

bool pids_can_be_chosen() {
  return is_permitted(with_next_pid(100));
}

/// A service in a process namespace that outlives the master. Its pids are those of that namespace.
struct small_world : service {
  explicit small_world(const std::string& configuration)
      : service({.configuration = configuration,
                 .in_front = in_container({"/bin/sh", "-c", "\"$0\" \"$@\"; exec sleep 1000"})}) {}

  /// Options that start a program in that namespace.
  start_options inside(const words& what) {
    auto init = children_of(process().pid()).at(0);
    auto all = words{"/usr/bin/nsenter", "--target", std::to_string(init), "--pid", "--mount"};
    all.insert(all.end(), what.begin(), what.end());
    return {.arguments = {}, .in_front = all};
  }

  void kill(pid_t pid, int number) {
    auto script = fmt::format("kill -{} {}", number, pid);
    REQUIRE(run(inside({"/bin/sh", "-c", script})).code == 0);
  }

  /// Kills a process, whose pid the next one gets.
  void kill_and_free(pid_t pid) {
    REQUIRE(run(inside(with_next_pid(pid, fmt::format("kill -9 {}", pid)))).code == 0);
  }
};

/// A process that has nothing to do with the master, but has the pid of a former worker.
class stranger {
public:
  stranger(small_world& where, pid_t pid)
      : shell_(where.inside(with_next_pid(
            pid, "sleep 1000 & echo \"it is $!\" >&2; wait $!; echo \"ended: $?\" >&2"))) {
    shell_.await_error(fmt::format("it is {}\n", pid));
    process_ = children_of(children_of(shell_.pid()).at(0)).at(0);
  }

  /// Tells that it is neither dead nor stopped.
  bool sleeps() const { return status_word(process_, "State") == "S"; }

private:
  program shell_;
  pid_t process_ = 0; ///< as this side of the namespace sees it
};

cli_client prompting(const service& master, const std::string& first) {
  auto client = master.connect();
  client.send("prompt\n");
  client.read_until("master> ");
  client.send(first + "\n");
  client.read_until("> ");
  return client;
}

std::string killed(pid_t pid) {
  return fmt::format("worker 1 ({}) killed by signal 9 (Killed)", pid);
}

/// Checks that the session is told once that its default target is gone, and is at the master then.
void check_gone(cli_client& session, pid_t pid) {
  session.send("show cli level\nshow cli level\n");
  CHECK(session.read_until("master> ") ==
        "Can't connect to the target CLI! " + killed(pid) + "\nmaster> ");
  CHECK(session.read_until("master> ") == "admin\n\nmaster> ");
}

/// Lets the master do all that it does to workers, up to its own end.
void let_the_master_signal(small_world& world) {
  auto master = rows_of(world, "master").at(0)["pid"].get<pid_t>();
  for (auto number : {SIGTTOU, SIGTTIN})
    world.kill(master, number);
  world.must_reload();
  CHECK(world.talk("hard-reload\n").starts_with("Success=1\n"));
  world.kill(master, SIGTERM);
  world.process().await_error("All workers exited. Exiting... (0)");
}

} // namespace

TEST_CASE("a worker that is started again with the pid of the last one is not who sessions had "
          "chosen by that pid") {
  if (!pids_can_be_chosen())
    return;
  auto world = small_world{"global\n  nbproc 2\n"};
  auto pid = world.workers().at(0);
  auto by_pid = prompting(world, fmt::format("@!{}", pid));
  auto by_number = prompting(world, "@1");
  auto asker = world.connect();
  asker.send(fmt::format("@!{} wait 10m\n", pid));
  CHECK(world.talk("@1 show version\n") == version); // over another link: the first one runs
  world.kill_and_free(pid);
  world.await("there is a successor, and it is reached", [&] {
    return rows_of(world, "worker").at(0)["restarts"] == 1 &&
           world.talk("@1 show version\n") == version;
  });
  REQUIRE(world.workers().at(0) == pid);
  CHECK(asker.read_until("\n\n") == killed(pid) + "\n\n");
  check_gone(by_pid, pid);
  for (auto* session : {&by_pid, &by_number}) {
    session->send(fmt::format("@!{} show info\n", pid));
    CHECK_THAT(session->read_until("> "), Catch::Contains(fmt::format("\nPid: {}\n", pid)));
  }
  by_number.send("show version\n");
  CHECK(by_number.read_until("> ") == version + fmt::format("{}> ", pid));
}

TEST_CASE("a stranger with the pid of a worker that has died gets no command and no signal") {
  if (!pids_can_be_chosen())
    return;
  auto world = small_world{"global\n  nbproc 2\n"};
  auto pid = world.workers().at(0);
  auto by_pid = prompting(world, fmt::format("@!{}", pid));
  world.kill(pid, SIGKILL);
  world.await_successor(1, pid);
  auto somebody = stranger{world, pid};
  check_gone(by_pid, pid);
  CHECK(world.talk(fmt::format("@!{} show version\n", pid)) ==
        "Can't connect to the target CLI! " + killed(pid) + "\n");
  let_the_master_signal(world);
  CHECK(somebody.sleeps());
}

TEST_CASE("a stranger with the pid of an old worker is not ended in its place") {
  if (!pids_can_be_chosen())
    return;
  auto world = small_world{"global\n  mworker-max-reloads 1\n"};
  auto pid = world.workers().at(0);
  auto by_pid = prompting(world, fmt::format("@!{}", pid));
  auto keeper = world.connect();
  keeper.send("@1 wait 10m\n");
  CHECK(world.talk("@1 show version\n") == version); // on another link: the first runs
  world.must_reload();
  world.kill(pid, SIGKILL);
  CHECK(keeper.read_until("\n\n") == killed(pid) + "\n\n");
  auto somebody = stranger{world, pid};
  world.await("the old worker's end is known", [&] {
    return world.talk(fmt::format("@!{} show version\n", pid)).starts_with("Can't connect");
  });
  check_gone(by_pid, pid);
  let_the_master_signal(world);
  CHECK(somebody.sleeps());
}
