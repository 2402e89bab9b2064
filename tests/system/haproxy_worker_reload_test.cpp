// Reloads with HAProxy's own processes as workers: what fails, what nobody notices, and the old
// ones.
#include "tests/support/haproxy.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <deque>
#include <filesystem>

using namespace mw;
using namespace mw::test;

namespace {

constexpr auto end_limit = seconds{3};

const auto good = http_configuration(answering_frontend("FOLDER/web"));

/// A listening socket of the test's, to which HAProxy connects.
class played_server {
public:
  explicit played_server(const std::string& path) : socket_(make_socket(AF_UNIX)) {
    bind_to(socket_, unix_name(path));
    REQUIRE(::listen(socket_.get(), 8) == 0);
  }

  /// Waits for the next connection.
  unique_fd accept() const {
    REQUIRE(wait_for(socket_.get(), POLLIN, deadline{patience}));
    auto accepted = unique_fd{::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    REQUIRE(accepted);
    return accepted;
  }

private:
  unique_fd socket_;
};

std::string received(const unique_fd& from, size_t count) {
  auto text = std::string(count, '\0');
  REQUIRE(wait_for(from.get(), POLLIN, deadline{patience}));
  auto got = ::recv(from.get(), text.data(), text.size(), MSG_WAITALL);
  text.resize(static_cast<size_t>(std::max<ssize_t>(got, 0)));
  return text;
}

/// What relays to that server, and has a map.
std::string relaying(const temporary_folder& folder) {
  write_file(folder / "map", "");
  return fmt::format("defaults\n  mode tcp\n  timeout client 60s\n  timeout server 60s\n"
                     "  timeout connect 5s\n"
                     "frontend f\n  bind {0}/relay\n  default_backend b\n"
                     "  tcp-request connection reject if {{ src,map_str({0}/map) no }}\n"
                     "backend b\n  server s unix@{0}/server\n",
                     folder.path());
}

/// A master whose first worker has been told to leave and has one connection left.
struct draining_service {
  draining_service()
      : server(folder / "server"),
        master(haproxy_service(relaying(folder))),
        client(folder / "relay"),
        old(master.workers().at(0)) {
    client.send("ping");
    relayed = server.accept();
    CHECK(received(relayed, 4) == "ping");
    master.must_reload();
    REQUIRE(master.workers().at(0) != old);
  }

  /// One command to it, behind others on the same line.
  std::string ask(std::string_view command, std::string_view before = {}) const {
    return master.talk(fmt::format("{}@!{} {}\n", before, old, command));
  }

  temporary_folder folder;
  played_server server;
  service master;
  cli_client client;
  pid_t old;
  unique_fd relayed;
};

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
  CHECK(service::await_gone(before, end_limit));
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
  CHECK(service::await_gone(before, end_limit));
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

TEST_CASE_METHOD(draining_service, "an old HAProxy process with a connection answers to its pid, "
                                   "and ends soon after it") {
  auto info = ask("show info");
  CHECK_THAT(info, Catch::StartsWith("Name: HAProxy\n") &&
                       Catch::Contains(fmt::format("\nPid: {}\n", old)) &&
                       Catch::Contains("\nStopping: 1\n") && Catch::EndsWith("\n\n"));
  CHECK_THAT(master.talk("show proc\n"), Catch::Contains("# old workers\n" + std::to_string(old)));
  CHECK(::send(relayed.get(), "pong", 4, 0) == 4);
  CHECK(client.read(4) == "pong");
  client.close();
  relayed.reset();
  CHECK(service::await_gone({old}, end_limit));
  auto reason = fmt::format("worker 1 ({}) exited with code 0", old);
  master.await("its end is known", [&] {
    return ask("show info") == "Can't connect to the target CLI! " + reason + "\n";
  });
}

TEST_CASE_METHOD(draining_service, "an old HAProxy process knows the level of whoever asks") {
  CHECK(ask("show cli level") == "admin\n\n");
  CHECK(ask("show cli level", "operator;") == "operator\n\n");
  CHECK(ask("show cli level", "user;") == "user\n\n");
  CHECK(ask("disable server b/s", "operator;") == "Permission denied\n\n");
  CHECK(ask("show sess", "user;") == "Permission denied\n\n");
  CHECK(ask("show cli level") == "admin\n\n");
}

TEST_CASE_METHOD(draining_service, "an old HAProxy process takes payloads and modes") {
  auto map = folder / "map";
  CHECK(ask("add map " + map + " <<\nk1 v;1\nk2 v2\n") == "\n");
  CHECK_THAT(ask("show map " + map), Catch::Contains(" k1 v;1\n") && Catch::EndsWith(" k2 v2\n\n"));
  CHECK(ask("show map /none", "set severity-output number;") ==
        "[3]: Unknown map identifier. Please use #<id> or <file>.\n\n");
  CHECK(ask("show map /none", "set severity-output string;") ==
        "[err]: Unknown map identifier. Please use #<id> or <file>.\n\n");
  CHECK(ask("show map /none") == "Unknown map identifier. Please use #<id> or <file>.\n\n");
  CHECK(ask("debug dev log hi") == "This command is restricted to expert mode only.\n\n");
  CHECK(ask("debug dev log hi", "expert-mode on;") == "\n");
  CHECK(ask("debug dev log hi") == "This command is restricted to expert mode only.\n\n");
}

TEST_CASE_METHOD(draining_service,
                 "many commands at once to an old HAProxy process come in order") {
  auto all = std::string{};
  auto expected = std::string{};
  for (auto at = 0; at < 100; ++at) {
    auto lowered = at >= 50;
    all += fmt::format("{}@!{} show cli level; @!{} show env HAPROXY_NONE{}\n",
                       at == 50 ? "operator\n" : "", old, old, at);
    expected += fmt::format("{}\n\nVariable not found\n\n", lowered ? "operator" : "admin");
  }
  CHECK(master.talk(all) == expected);
}
