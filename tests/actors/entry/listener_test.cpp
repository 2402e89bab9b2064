// A listener: clients come through a real socket.
#include "actors/entry/listener.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/stream_end.hpp"
#include "tests/support/temporary_folder.hpp"

#include <poll.h>
#include <sys/resource.h>

namespace mw::listener_test {

using test::stream_end;

namespace {

struct listener_fixture : test::actor_fixture {
  explicit listener_fixture(unsigned maxconn = 1024, access_level level = access_level::admin,
                            severity_output severity = severity_output::none) {
    auto sockets = std::vector<listen_socket>{};
    sockets.push_back(open_one(path));
    sockets.push_back(open_one(second_path));
    listener =
        spawn<listener_state>(listener_environment{.sockets = std::move(sockets),
                                                   .level = level,
                                                   .severity = severity,
                                                   .maxconn = maxconn,
                                                   .route_news = route_news.as<route_news_actor>(),
                                                   .master = master.as<master_actor>(),
                                                   .facts = {.version = "0.1.0", .sockets = {}}});
    settle();
  }

  /// Ends the listener first: it must not see the test's ends go.
  ~listener_fixture() { stop(); }

  void stop() {
    caf::anon_send(listener, stop_listening{});
    settle();
  }

  /// A connected client; the listener has not seen it yet.
  static unique_fd connected(const std::string& where) {
    auto fd = make_socket(AF_UNIX);
    REQUIRE(connect_to(fd, unix_name(where)));
    return fd;
  }

  stream_end connect() {
    auto client = stream_end{connected(path)};
    settle();
    return client;
  }

  std::string ask(stream_end& client, std::string_view line) {
    client.send(line);
    settle();
    return client.received();
  }

  temporary_folder folder;
  std::string path = folder / "cli.sock";
  std::string second_path = folder / "second.sock";
  test::peer route_news{system};
  test::peer master{system};
  listener_actor listener;
};

struct small_listener : listener_fixture {
  small_listener() : listener_fixture(2) {}
};

struct user_listener : listener_fixture {
  user_listener() : listener_fixture(1024, access_level::user, severity_output::string) {}
};

/// Lets this process open no further descriptor as long as it lives.
class no_descriptors {
public:
  explicit no_descriptors(int first = unique_fd{::dup(0)}.get()) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    auto limit = before_;
    limit.rlim_cur = static_cast<rlim_t>(first);
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }

  ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

  no_descriptors(const no_descriptors&) = delete;
  no_descriptors& operator=(const no_descriptors&) = delete;

private:
  rlimit before_{};
};

constexpr auto refusal = "Too many CLI sessions (2), try again later\n";

} // namespace

TEST_CASE_METHOD(listener_fixture, "each client has a session of its own") {
  auto first = connect();
  auto second = connect();
  CHECK(ask(first, "prompt\n") == "master> ");
  CHECK(ask(second, "show version\n") == "0.1.0\n\n");
  CHECK(ask(first, "show version\n") == "0.1.0\n\nmaster> ");
}

TEST_CASE_METHOD(listener_fixture, "clients come through all its sockets") {
  auto client = stream_end{connected(second_path)};
  CHECK(ask(client, "show version\n") == "0.1.0\n\n");
}

TEST_CASE_METHOD(listener_fixture, "clients that came together are all served") {
  auto clients = std::vector<stream_end>{};
  for (auto number = 0; number < 200; ++number)
    clients.emplace_back(connected(path));
  settle();
  for (auto& client : clients)
    CHECK(ask(client, "show version\n") == "0.1.0\n\n");
}

TEST_CASE_METHOD(user_listener, "the sessions have the level and the severity of the -S") {
  auto client = connect();
  CHECK(ask(client, "show cli level\noperator\n") == "[info]: user\n\nPermission denied!\n");
}

TEST_CASE_METHOD(small_listener, "one client too many is told so and closed") {
  auto first = connect();
  auto second = connect();
  auto third = connect();
  CHECK(third.received() == refusal);
  CHECK(third.closed());
  CHECK(ask(second, "show version\n") == "0.1.0\n\n");
}

TEST_CASE_METHOD(small_listener, "the slot of a client that has left is free at once") {
  auto first = connect();
  auto second = connect();
  ask(first, "quit\n");
  auto third = connect();
  CHECK(ask(third, "show version\n") == "0.1.0\n\n");
  second.close();
  settle();
  auto fourth = connect();
  CHECK(ask(fourth, "show version\n") == "0.1.0\n\n");
  CHECK(connect().received() == refusal);
}

TEST_CASE_METHOD(listener_fixture,
                 "without a descriptor left clients are told so, and later served") {
  auto early = connect();
  auto waiting = stream_end{connected(path)};
  auto told = std::string{};
  auto answer = std::string{};
  { // no checks in here: the sanitizers need descriptors for them
    auto limit = no_descriptors{};
    settle();
    told = waiting.received();
    answer = ask(early, "show version\n");
  }
  CHECK(told == "No file descriptor left, try again later\n");
  CHECK(waiting.closed());
  CHECK(answer == "0.1.0\n\n");
  auto late = connect();
  CHECK(ask(late, "show version\n") == "0.1.0\n\n");
}

TEST_CASE_METHOD(listener_fixture,
                 "without even a spare descriptor clients wait, on every socket") {
  auto clients = std::vector<unique_fd>{};
  clients.push_back(connected(path));
  clients.push_back(connected(second_path));
  for (auto& client : clients)
    REQUIRE(::send(client.get(), "show version\n", 13, 0) == 13);
  {
    auto limit = no_descriptors{0};
    settle();
  }
  for (auto& client : clients) {
    auto answered = pollfd{client.get(), POLLIN, 0};
    for (auto turns = 0; turns < 500 && ::poll(&answered, 1, 10) == 0; ++turns)
      settle();
    CHECK(stream_end{std::move(client)}.received() == "0.1.0\n\n");
  }
}

TEST_CASE_METHOD(listener_fixture, "at the end all clients are closed and the files are gone") {
  auto client = connect();
  CHECK(folder.names() == std::vector<std::string>{"cli.sock", "second.sock"});
  stop();
  CHECK(client.closed());
  CHECK(has_ended(listener));
  CHECK(folder.names().empty());
}

TEST_CASE_METHOD(listener_fixture, "a listener's router asks the route_news for the workers") {
  route_news.take<watch_routes, route_watcher_actor>();
  CHECK(route_news.empty());
}

} // namespace mw::listener_test
