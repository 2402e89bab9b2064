// Reloads with HAProxy's own processes as workers: what fails, and what nobody notices.
#include "tests/support/haproxy.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <deque>
#include <filesystem>

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
