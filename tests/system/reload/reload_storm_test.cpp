// Many reloads of the real program: at once, crossing a stop, under load, a thousand in a row.
#include "tests/programs/processes.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>

using namespace mw;
using namespace mw::test;

namespace {

size_t entries(const std::string& folder) {
  auto all = std::filesystem::directory_iterator{folder};
  return static_cast<size_t>(std::distance(begin(all), end(all)));
}

struct resources {
  size_t descriptors = 0;
  size_t threads = 0;

  bool within(const resources& other) const {
    return descriptors <= other.descriptors && threads <= other.threads;
  }
};

resources of(pid_t pid) {
  return {entries(fmt::format("/proc/{}/fd", pid)), entries(fmt::format("/proc/{}/task", pid))};
}

size_t resident_kilobytes(pid_t pid) {
  return std::stoul(status_word(pid, "VmRSS"));
}

size_t actors_of(const service& master) {
  return rows_of(master, "master").at(0)["actors"];
}

struct storm {
  int reloads = 1000;
  int warm_up = 300; ///< reloads until the allocator has what it needs
  size_t tolerated_kilobytes = 2048;
};

/// The storm to play. Under a sanitizer each reload takes ten times as long, and freed memory is
/// kept in quarantine.
const auto planned = sanitizer_of_program().empty() ? storm{} : storm{30, 10, size_t{1} << 30};

/// Asks one worker's version on one session until it is told to stop; every answer must be whole.
class constant_client {
public:
  explicit constant_client(const std::string& path) : client_(path), thread_([this] { run(); }) {}

  ~constant_client() { stop(); }

  constant_client(const constant_client&) = delete;
  constant_client& operator=(const constant_client&) = delete;

  void stop() {
    stopped_ = true;
    if (thread_.joinable())
      thread_.join();
  }

  size_t good = 0;
  std::vector<std::string> bad;

private:
  void run() {
    while (!stopped_ && bad.empty())
      ask();
  }

  /// Asks until it is told to stop. An exception of a failed check must not leave the thread.
  void ask() try {
    auto answer = client_.ask("@1 show version");
    if (answer == MW_VERSION "\n\n")
      ++good;
    else
      bad.push_back(answer);

  } catch (...) {

    bad.emplace_back("no answer");
  }

  cli_client client_;
  std::atomic<bool> stopped_ = false;
  std::thread thread_;
};

/// Asks over a connection of its own. An exception of a failed check must not leave the thread.
bool gets_an_answer(const std::string& path) try {
  auto connection = cli_client{path};
  connection.send("show version\n");
  return connection.read_to_end() == MW_VERSION "\n\n";

} catch (...) {

  return false;
}

} // namespace

TEST_CASE("fifty sessions that want a reload at once each get one definite answer") {
  auto master = service{2};
  auto askers = std::vector<cli_client>{};
  for (auto left = 50; left > 0; --left)
    askers.push_back(master.connect());
  for (auto& asker : askers)
    asker.send("reload\n");
  for (auto& asker : askers) {
    auto said = asker.read_to_end();
    CHECK(said.starts_with("Success=1\n--\n"));
    CHECK(said.find("Success", 1) == std::string::npos);
  }
  auto reloads = std::stoi(master.talk("show proc json\n")
                               .substr(master.talk("show proc json\n").find("\"reloads\":") + 10));
  CHECK(reloads >= 2); // the first one, and one for all that came meanwhile; more if they came
                       // later
  CHECK(reloads <= 50);
  CHECK(master.workers().size() == 2);
}

TEST_CASE("two hundred signals in a moment cost few reloads, and none of them is left behind") {
  auto master = service{2};
  for (auto left = 200; left > 0; --left)
    master.process().signal(left % 2 == 0 ? SIGUSR2 : SIGHUP);
  master.must_reload();
  auto now = master.workers();
  REQUIRE(now.size() == 2);
  auto own = master.process().pid();
  master.await("only the serving workers are left", [&] { return children_of(own).size() == 2; });
}

TEST_CASE("reloads and a stop that cross: every asker is answered, and nobody is left") {
  for (auto round = 0; round < 10; ++round) {
    auto master = service{2};
    auto askers = std::vector<cli_client>{};
    for (auto left = 20; left > 0; --left)
      askers.push_back(master.connect());
    for (auto at = size_t{0}; at < askers.size(); ++at) {
      askers[at].send("reload\n");
      if (at == static_cast<size_t>(round))
        master.process().signal(SIGTERM);
    }
    for (auto& asker : askers) {
      auto said = asker.read_to_end();
      CAPTURE(said);
      // A client whose request was not read when the master ended gets only the end.
      CHECK((said.empty() || said.starts_with("Success=1\n--\n") ||
             said == "Success=0\n--\nThe master is stopping.\n\n"));
    }
    CHECK(master.process().await_end().number() == 0);
  }
}

TEST_CASE("a stop at any moment of a reload is orderly") {
  for (auto number : {SIGTERM, SIGINT, SIGUSR1}) {
    auto master = service{2};
    master.process().signal(SIGUSR2);
    master.process().signal(number);
    auto ended = master.process().await_end();
    CHECK(ended.number() == (number == SIGINT ? 130 : 0));
    CHECK(master.folder().names() == std::vector<std::string>{"mw.cfg"});
  }
}

TEST_CASE("new connections are never refused while workers are replaced") {
  auto master = service{{.configuration = "global\n  nbproc 2\n  stats socket FOLDER/stats\n"
                                          "  stats maxconn 100\n"}};
  auto stopped = std::atomic<bool>{false};
  auto good = std::atomic<size_t>{0};
  auto bad = std::atomic<size_t>{0};
  auto clients = std::vector<std::thread>{};
  for (auto left = 4; left > 0; --left)
    clients.emplace_back([&, path = master.folder() / "stats"] {
      while (!stopped)
        (gets_an_answer(path) ? good : bad) += 1;
    });
  for (auto left = 30; left > 0; --left)
    master.must_reload();
  stopped = true;
  for (auto& client : clients)
    client.join();
  CHECK(bad == 0);
  CHECK(good > 100);
}

TEST_CASE(
    "a thousand reloads, some of them bad, lose no session and no answer, and leave nothing") {
  constexpr auto good_one = "global\n  nbproc 2\n  stats socket FOLDER/stats\n";
  auto master = service{{.configuration = good_one}};
  auto pid = master.process().pid();
  auto idle = std::vector<cli_client>{};
  for (auto left = 8; left > 0; --left) {
    idle.push_back(master.connect());
    idle.back().send("prompt;operator;@1\n");
    idle.back().read_until("> ");
  }
  auto actors_at_first = actors_of(master);
  auto reload_often = [&](int count) {
    auto load = constant_client{master.path()};
    for (auto number = 1; number <= count; ++number) {
      auto is_bad = number % 10 == 0;
      master.configure(is_bad ? "global\n  bogus\n" : good_one);
      auto said = master.reload();
      CAPTURE(number, said);
      REQUIRE(said.starts_with(is_bad ? "Success=0\n--\n" : "Success=1\n--\n"));
    }
    load.stop();
    CHECK(load.bad == std::vector<std::string>{});
    CHECK(load.good >= static_cast<size_t>(count));
  };
  auto settled = [&] {
    master.configure(good_one);
    master.must_reload();
    master.await("only two workers are left", [&] { return children_of(pid).size() == 2; });
    return of(pid);
  };
  reload_often(planned.warm_up);
  auto before = settled();
  auto memory_before = resident_kilobytes(pid);
  reload_often(planned.reloads);
  auto after = resources{};
  settled();
  // The carried totals may have begun meanwhile to read the workers: they keep two links to each of
  // the two.
  constexpr auto links_of_totals = 4;
  before.descriptors += links_of_totals;
  // The last session may be just about to end.
  master.await("descriptors and threads are no more than before",
               [&] { return (after = of(pid)).within(before); });
  CHECK(resident_kilobytes(pid) < memory_before + planned.tolerated_kilobytes);
  // The last proxies stay a moment longer than their workers.
  master.await("there are as many actors as at first",
               [&] { return actors_of(master) <= actors_at_first + links_of_totals; });
  for (auto& client : idle) {
    client.send("show cli level\n");
    CHECK_THAT(client.read_until("\n\n"), Catch::EndsWith("operator\n\n"));
  }
}
