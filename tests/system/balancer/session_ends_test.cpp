// How sessions end, as `option tcplog` says it, with HAProxy and with ours.
#include "tests/support/sockets.hpp"
#include "tests/system/balancer/two_balancers.hpp"

#include <fmt/format.h>

#include <regex>

using namespace mw;
using namespace mw::test;

namespace {

/// A socket on a port of 127.0.0.1 that nobody else has.
unique_fd socket_on_loopback(int type) {
  auto fd = make_socket(AF_INET, type);
  auto name = sockaddr_in{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bind_to(fd, name);
  return fd;
}

unsigned port_of(const unique_fd& fd) {
  auto name = sockaddr_in{};
  socklen_t size = sizeof name;
  REQUIRE(::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
  return ntohs(name.sin_port);
}

/// The log and the servers of a program.
class surroundings {
public:
  surroundings() { REQUIRE(::listen(server_.get(), 16) == 0); }

  /// Sections of which each has something else in its sessions' way.
  std::string sections() const {
    auto log = fmt::format("  log 127.0.0.1:{} local0\n  option tcplog\n", port_of(log_));
    auto one = fmt::format("  server s1 127.0.0.1:{} maxconn 1", port_of(server_));
    auto refusing = fmt::format("  server s1 127.0.0.1:{}\n", port_of(nobody_));
    auto other = fmt::format("  server s2 127.0.0.1:{} backup\n", port_of(server_));
    return listen("short", log + "  timeout queue 200ms\n" + one + "\n") +
           listen("long", log + "  timeout queue 60s\n" + one + "\n") +
           of_named_clients("own", log + one + " maxqueue 1\n") +
           of_named_clients("moved", log + "  option redispatch\n" + one + "\n" + other) +
           listen("refused", log + "  retries 2\n  timeout connect 100ms\n" + refusing) +
           listen("turns", log + "  retries 3\n  option redispatch\n" + refusing + "  server s2" +
                               refusing.substr(11)) +
           listen("late", log + "  timeout client 200ms\n  timeout tunnel 60s\n" + one + "\n") +
           listen("none", log);
  }

  unique_fd accept() const {
    REQUIRE(wait_for(server_.get(), POLLIN, deadline(patience)));
    return unique_fd(::accept4(server_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }

  /// The next line about a session's end, from its backend on, with T for a time that there is.
  std::string next_end() const {
    auto line = std::string(2048, '\0');
    REQUIRE(wait_for(log_.get(), POLLIN, deadline(patience)));
    auto count = ::recv(log_.get(), line.data(), line.size(), 0);
    line.resize(static_cast<size_t>(std::max<ssize_t>(count, 0)));
    auto from = line.find("] ");
    if (from == std::string::npos || line.find(" [") == std::string::npos)
      return next_end(); // about the program
    static const auto times = std::regex(" (-1|[0-9]+)/(-1|[0-9]+)/[0-9]+ ");
    auto found = std::smatch();
    auto text = line.substr(from + 2);
    if (!std::regex_search(text, found, times))
      return next_end(); // about a server
    auto shown = [](const std::string& time) { return time == "-1" ? time : std::string("T"); };
    return found.prefix().str() + ' ' + shown(found[1]) + '/' + shown(found[2]) + "/T " +
           found.suffix().str();
  }

private:
  /// A client of a unix socket has no address by which it could get its server: a header names it.
  static std::string of_named_clients(const std::string& name, const std::string& lines) {
    return "listen " + name + "\n  bind unix@FOLDER/" + name +
           ".in accept-proxy\n  balance source\n  timeout queue 60s\n" + lines;
  }

  unique_fd log_ = socket_on_loopback(SOCK_DGRAM);
  unique_fd server_ = socket_on_loopback(SOCK_STREAM);
  unique_fd nobody_ = socket_on_loopback(SOCK_STREAM);
};

/// A program, with clients whose sessions end in one way or another.
class scene {
public:
  explicit scene(bool ours) : program_(ours, around_.sections()) {}

  /// All the lines of the log.
  texts play() {
    waits_in_vain();
    is_served();
    leaves();
    finds_no_place();
    is_moved();
    is_killed();
    for (const auto* section : {"refused", "turns", "none"}) {
      auto client = client_of(section);
      note();
    }
    is_late();
    return lines_;
  }

private:
  struct session {
    cli_client client;
    unique_fd server;
  };

  /// The next line, when its session is not counted any more either.
  void note() {
    lines_.push_back(around_.next_end());
    await_sessions(--sessions_);
  }

  void await_sessions(int count) {
    program_.await("show info", fmt::format("\nCurrConns: {}\n", count));
  }

  cli_client client_of(const std::string& section) {
    ++sessions_;
    auto client = program_.connect(section + ".in");
    if (section == "own" || section == "moved")
      client.send("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n");
    return client;
  }

  /// The program knows that the server is reached when it has moved a byte.
  session serve(cli_client client) {
    auto server = around_.accept();
    REQUIRE(::send(server.get(), "x", 1, MSG_NOSIGNAL) == 1);
    CHECK(client.read(1) == "x");
    return {std::move(client), std::move(server)};
  }

  session connect(const std::string& section) { return serve(client_of(section)); }

  /// A client in the queue of `of`, as `show stat` names it, with so many in there.
  cli_client wait(const std::string& section, const std::string& of, int waiting = 1) {
    auto client = client_of(section);
    program_.await("show stat", fmt::format("\n{},{},{},", section, of, waiting));
    return client;
  }

  void end(session& x) {
    x.client.close();
    x.server.reset();
    note();
  }

  void waits_in_vain() {
    auto first = connect("short");
    auto waiting = client_of("short");
    note();
    end(first);
  }

  void is_served() {
    auto first = connect("long");
    auto second = wait("long", "BACKEND");
    auto third = wait("long", "BACKEND", 2);
    end(first);
    auto served = serve(std::move(second));
    end(served);
    served = serve(std::move(third));
    end(served);
  }

  void leaves() {
    for (const auto& [section, of] : {std::pair{"long", "BACKEND"}, std::pair{"own", "s1"}}) {
      auto first = connect(section);
      wait(section, of).close();
      note();
      end(first);
    }
  }

  void finds_no_place() {
    auto first = connect("own");
    auto second = wait("own", "s1");
    auto refused = client_of("own");
    note();
    end(first);
    auto served = serve(std::move(second));
    end(served);
  }

  void is_moved() {
    auto first = connect("moved");
    auto second = wait("moved", "s1");
    program_.ask("set server moved/s1 state maint");
    auto served = serve(std::move(second));
    end(served);
    end(first);
    program_.ask("set server moved/s1 state ready");
  }

  void is_killed() {
    auto first = connect("long");
    program_.ask("shutdown sessions server long/s1");
    note();
  }

  void is_late() {
    auto first = connect("late");
    auto waiting = client_of("late");
    note();
    end(first);
  }

  surroundings around_;
  balancer program_;
  texts lines_;
  int sessions_ = 0;
};

} // namespace

TEST_CASE("sessions that wait, fail or are moved end with HAProxy's fields") {
  auto expected = scene(false).play();
  CHECK(expected.size() == 20);
  CHECK(scene(true).play() == expected);
}
