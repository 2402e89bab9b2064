// The end of the real master: asked for, insisted on, or sudden.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>

using namespace mw;
using namespace mw::test;

namespace {

// Far below the time after which the master would kill.
constexpr auto at_once = seconds{10};
// HAProxy's workers take no longer to end when their master is gone.
constexpr auto orphan_limit = seconds{2};

const auto only_configuration = std::vector<std::string>{"mw.cfg"};

} // namespace

TEST_CASE("TERM and INT end master and workers in order, each with its exit code") {
  auto [signal, code] = GENERATE(table<int, int>({{SIGTERM, 0}, {SIGINT, 130}, {SIGUSR1, 0}}));
  auto master = service{3};
  auto workers = master.workers();
  auto client = master.connect();
  CHECK(client.ask("show version") == MW_VERSION "\n\n");
  master.process().signal(signal);
  CHECK(master.process().await_end().number() == code);
  CHECK(service::await_gone(workers));
  CHECK(client.read_to_end().empty());
  CHECK(master.folder().names() == only_configuration);
  CHECK_THAT(master.process().errors(),
             Catch::Contains(fmt::format("All workers exited. Exiting... ({})", code)));
}

TEST_CASE("INT is told as HAProxy's master tells it with -W, and to the shell without") {
  auto [words, ending] = GENERATE(table<std::vector<std::string>, net::exit_status>({
      {{}, {.signal = SIGINT}},
      {{"-W"}, {.code = 130}},
      {{"-Ws"}, {.code = 130}},
  }));
  auto master = service{service_options{.arguments = words}};
  master.process().signal(SIGINT);
  CHECK(master.process().await_end() == ending);
}

TEST_CASE("TERM ends a frozen worker without delay") {
  auto master = service{2};
  auto workers = master.workers();
  ::kill(workers[0], SIGSTOP);
  master.process().signal(SIGTERM);
  CHECK(master.process().await_end(at_once).number() == 0);
  CHECK(service::await_gone(workers));
}

TEST_CASE("while a worker drains the CLI answers, and a second signal ends it") {
  auto master = service{2};
  auto workers = master.workers();
  ::kill(workers[0], SIGSTOP); // a soft stop is not for frozen workers: it waits
  master.process().signal(SIGUSR1);
  master.process().await_error("Exiting Master process...");
  CHECK(service::await_gone({workers[1]}));
  CHECK_THAT(master.talk("show proc\n"), Catch::Contains(std::to_string(workers[0])));
  CHECK(master.process().runs());
  master.process().signal(SIGTERM);
  CHECK(master.process().await_end(at_once).number() == 0);
  CHECK(service::await_gone(workers));
  CHECK(master.folder().names() == only_configuration);
}

TEST_CASE("workers do not outlive a killed master, not even a frozen one") {
  auto master = service{3};
  ::kill(master.workers().at(0), SIGSTOP);
  CHECK(master.takes_workers_along(orphan_limit));
  CHECK(master.process().await_end().number() == 128 + SIGKILL);
}

TEST_CASE("after a killed master the next one starts on the same path") {
  auto folder = temporary_folder{};
  write_file(folder / "mw.cfg", "global\n");
  auto arguments = std::vector<std::string>{"-S", folder / "cli", "-f", folder / "mw.cfg"};
  {
    auto first = program{{.arguments = arguments}};
    first.await_error("Loading success.");
    first.signal(SIGKILL);
    first.await_end();
  }
  CHECK(folder.names() == std::vector<std::string>{"cli", "mw.cfg"});
  auto second = program{{.arguments = arguments}};
  second.await_error("Loading success.");
  CHECK(talk(folder / "cli", "@1 show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("TERM during the start ends it in order") {
  auto folder = temporary_folder{};
  write_file(folder / "mw.cfg", "global\n  nbproc 8\n");
  auto master = program{{.arguments = {"-S", folder / "cli", "-f", folder / "mw.cfg"}}};
  master.await_error("Initializing new worker");
  master.signal(SIGTERM);
  CHECK(master.await_end(at_once).number() == 0);
  CHECK(folder.names() == only_configuration);
}
