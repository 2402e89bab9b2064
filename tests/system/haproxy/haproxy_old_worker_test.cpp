// HAProxy's own processes that are leaving: within reach to their end, which no question delays.
#include "tests/programs/haproxy.hpp"

#include <catch2/catch.hpp>

using namespace mw;
using namespace mw::test;

namespace {

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

/// A configuration that relays to that server, and has a map.
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

  /// Says a command to the old worker, behind others on the same line.
  std::string ask(std::string_view command, std::string_view before = {}) const {
    return master.talk(fmt::format("{}@!{} {}\n", before, old, command));
  }

  /// Ends the connection that the old worker relays.
  void end_its_work() {
    client.close();
    relayed.reset();
  }

  /// The text of its end.
  std::string end_text() const { return fmt::format("worker 1 ({}) exited with code 0", old); }

  temporary_folder folder;
  played_server server;
  service master;
  cli_client client;
  pid_t old;
  unique_fd relayed;
};

/// The number of two-way sessions that are possible with one old process.
constexpr auto two_way_sessions = 4;

} // namespace

TEST_CASE_METHOD(draining_service, "an old HAProxy process with a connection answers to its pid, "
                                   "and ends after it") {
  auto info = std::string{};
  master.await("the signal to leave has reached it", [&] {
    info = ask("show info");
    return info.find("\nStopping: 1\n") != std::string::npos;
  });
  CHECK_THAT(info, Catch::StartsWith("Name: HAProxy\n") &&
                       Catch::Contains(fmt::format("\nPid: {}\n", old)) && Catch::EndsWith("\n\n"));
  CHECK_THAT(master.talk("show proc\n"), Catch::Contains("# old workers\n" + std::to_string(old)));
  CHECK(::send(relayed.get(), "pong", 4, 0) == 4);
  CHECK(client.read(4) == "pong");
  end_its_work();
  CHECK(service::await_gone({old}, patience));
  auto gone = "Can't connect to the target CLI! " + end_text() + "\n";
  master.await("its end is known", [&] { return ask("show info") == gone; });
}

TEST_CASE_METHOD(draining_service,
                 "an old HAProxy process that is asked without a pause ends all the same") {
  auto asker = master.connect();
  auto question = fmt::format("@!{} show info\n", old);
  asker.send(question);
  CHECK_THAT(asker.read_until("\n\n"), Catch::Contains(fmt::format("\nPid: {}\n", old)));
  end_its_work();
  auto limit = deadline{patience};
  auto gone = false;
  while (!gone && !limit.passed()) { // always two of them are under way
    asker.send(question + question);
    for (auto half = 0; half < 2; ++half) {
      auto answer = asker.read_until("\n");
      gone = !answer.starts_with("Name: ");
      if (gone)
        break;
      asker.read_until("\n\n");
    }
  }
  CHECK(gone);
  CHECK(service::await_gone({old}, patience));
}

TEST_CASE_METHOD(draining_service, "a two-way session with an old HAProxy process is as others") {
  CHECK_THAT(master.talk(fmt::format("@@!{} show info\n", old)),
             Catch::StartsWith("Name: HAProxy\n") && Catch::EndsWith("\n\n"));
  CHECK(master.talk(fmt::format("operator; @@!{} show cli level\n", old)) == "operator\n\n");
  auto person = master.connect();
  person.send("prompt\n");
  CHECK(person.read_until("> ") == "master> ");
  person.send(fmt::format("@@!{}\n", old));
  CHECK(person.read_until("> ") == "\n> ");
  person.send("show cli level\noperator\nshow cli level\n");
  CHECK(person.read_until("operator\n\n> ") == "admin\n\n> \n> operator\n\n> ");
  person.send("quit\n");
  CHECK_THAT(person.read_until("master> "), Catch::EndsWith("master> "));
}

TEST_CASE_METHOD(draining_service, "a two-way session does not keep an old HAProxy process alive") {
  auto person = master.connect();
  person.send("prompt\n");
  person.read_until("> ");
  person.send(fmt::format("@@!{}\n", old));
  CHECK(person.read_until("> ") == "\n> ");
  end_its_work();
  CHECK(service::await_gone({old}, patience));
  CHECK_THAT(person.read_until("master> "), Catch::Contains(end_text()));
}

TEST_CASE_METHOD(draining_service,
                 "two-way sessions with an old HAProxy process are limited, single commands not") {
  auto question = fmt::format("@@!{} show cli level\n", old);
  for (auto left = two_way_sessions; left > 0; --left)
    CHECK(master.talk(question) == "admin\n\n");
  CHECK(master.talk(question) ==
        fmt::format("worker 1 ({}) cannot be reached: it is leaving, and all connections that were "
                    "kept for two-way sessions with it are used up\n\n",
                    old));
  CHECK(ask("show cli level") == "admin\n\n");
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
