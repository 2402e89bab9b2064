// Reloads with HAProxy's own processes as workers: failed ones, and others that no client notices.
#include "tests/programs/haproxy.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <deque>
#include <filesystem>
#include <iterator>
#include <set>

using namespace mw;
using namespace mw::test;

namespace {

const auto good = http_configuration(answering_frontend("FOLDER/web"));

/// A web service whose program is a file that the test can take away.
struct removable_program {
  removable_program() {
    std::filesystem::copy_file(haproxy, path);
    REQUIRE(std::filesystem::exists(path));
  }

  void remove() const { std::filesystem::rename(path, path + ".away"); }

  void put_back() const { std::filesystem::rename(path + ".away", path); }

  temporary_folder folder;
  std::string path = folder / "haproxy";
};

/// The kernel's names of a process's sockets, as `socket:[4711]`.
std::set<std::string> sockets_of(pid_t pid) {
  auto all = std::set<std::string>{};
  for (const auto& entry : std::filesystem::directory_iterator(fmt::format("/proc/{}/fd", pid))) {
    auto gone = std::error_code{};
    auto name = std::filesystem::read_symlink(entry.path(), gone).string();
    if (name.starts_with("socket:"))
      all.insert(name);
  }
  return all;
}

std::vector<std::string> shared_sockets(pid_t one, pid_t other) {
  auto left = sockets_of(one);
  auto right = sockets_of(other);
  auto both = std::vector<std::string>{};
  std::ranges::set_intersection(left, right, std::back_inserter(both));
  return both;
}

} // namespace

TEST_CASE("a reload with a mistake for HAProxy tells HAProxy's own words, and the old one serves") {
  auto master = service{haproxy_service(good)};
  auto before = master.workers();
  auto file = master.folder() / "mw.cfg";
  auto version = master.talk("@1 show version\n");
  version.resize(version.find('\n'));
  master.configure(good + "  bogus\n");
  CHECK(without_pids(master.reload()) ==
        "Success=0\n--\n[NOTICE]   (PID) : Reloading the configuration\n"
        "[NOTICE]   (PID) : Initializing new worker (PID)\n"
        "[NOTICE]   (PID) : haproxy version is " +
            version +
            "\n"
            "[NOTICE]   (PID) : path to executable is /usr/sbin/haproxy\n"
            "[ALERT]    (PID) : config : parsing [" +
            file +
            ":10] : unknown keyword 'bogus' in 'frontend' section\n"
            "[ALERT]    (PID) : config : Error(s) found in configuration file : " +
            file +
            "\n"
            "[ALERT]    (PID) : config : Fatal errors found in configuration.\n"
            "[WARNING]  (PID) : Failed to load worker (PID) exited with code 1 (Exit)\n\n");
  CHECK(master.workers() == before);
  CHECK(is_served(http_answer(master.folder() / "web")));
  master.configure(good);
  master.must_reload();
  CHECK(service::await_gone(before, patience));
}

TEST_CASE("a reload while HAProxy's program is away fails, and the next one works") {
  auto program = removable_program{};
  auto options = service_options{.configuration = good, .arguments = {"--worker", program.path}};
  auto master = service{options};
  auto before = master.workers();
  program.remove();
  auto said = master.reload();
  CAPTURE(said);
  CHECK(said.starts_with("Success=0\n--\n"));
  CHECK_THAT(said, Catch::Contains("'" + program.path +
                                   "' cannot be executed: No such file or directory\n"));
  CHECK(master.workers() == before);
  CHECK(is_served(http_answer(master.folder() / "web")));
  program.put_back();
  master.must_reload();
  CHECK(is_served(http_answer(master.folder() / "web")));
  CHECK(service::await_gone(before, patience));
}

TEST_CASE("a crash of HAProxy while its program is away is made good when the program is back") {
  auto program = removable_program{};
  auto options = service_options{.configuration = good, .arguments = {"--worker", program.path}};
  auto master = service{options};
  auto before = master.workers().at(0);
  program.remove();
  ::kill(before, SIGKILL);
  master.process().await_error("No such file or directory");
  program.put_back();
  CHECK(master.await_successor(1, before) != before);
  CHECK(is_served(http_answer(master.folder() / "web")));
}

TEST_CASE("no request through HAProxy is refused or cut over ten reloads") {
  auto port = reserved_port{};
  auto master = service{haproxy_service(http_configuration(answering_frontend(port.address())))};
  auto served = size_t{0};
  for (auto reloads = 0; reloads < 10; ++reloads) {
    auto before = master.workers();
    auto asker = master.connect();
    asker.send("reload\n");
    do {
      auto clients = std::deque<cli_client>{};
      while (clients.size() < 4)
        clients.emplace_back(port.number()).send(http_request);
      for (auto& client : clients) {
        auto answer = client.read_to_end();
        if (!is_served(answer))
          FAIL("request " << served << " got: " << answer);
        ++served;
      }
    } while (!asker.something_comes(milliseconds{0}));
    CHECK(asker.read_to_end().starts_with("Success=1\n"));
    CHECK(master.workers() != before);
  }
  CHECK(served >= 40);
}

TEST_CASE("with -x the first worker takes its listening socket from a HAProxy that runs already") {
  auto port = reserved_port{};
  auto site = answering_frontend(port.address());
  auto old = service{haproxy_service(http_configuration(
      site, "  stats socket FOLDER/old mode 600 level admin expose-fd listeners\n"))};
  auto of_old = old.workers().at(0);
  auto stranger = service{haproxy_service(http_configuration(site))};
  CHECK(shared_sockets(of_old, stranger.workers().at(0)).empty());
  auto heir = service{haproxy_service(http_configuration(site), {"-x", old.folder() / "old"})};
  auto of_heir = heir.workers().at(0);
  CHECK(shared_sockets(of_old, of_heir).size() == 1);
  for (auto* one : {&old, &stranger}) {
    one->process().signal(SIGTERM);
    one->process().await_end();
  }
  CHECK(is_served(http_answer(port.number())));
  heir.must_reload(); // from its own predecessor now
  CHECK(is_served(http_answer(port.number())));
}
