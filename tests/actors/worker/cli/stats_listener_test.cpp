// A worker's own CLI sockets: which clients are accepted, and when.
#include "actors/worker/cli/stats_listener.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/worker_loop.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>

namespace mw::stats_listener_test {

using namespace mw::worker;
using namespace mw::test;

namespace {

/// A process that shares the sockets with another one.
class sharing_worker : public worker_loop {
public:
  explicit sharing_worker(std::vector<stats_socket> sockets, stats_limits limits = {})
      : listener_(std::make_shared<stats_listener>(io, std::move(sockets), limits, context)) {
    context.about.control_fd = 3;
    context.stop.when_finished([this] { finished = true; });
    listener_->start();
  }

  bool finished = false;

private:
  std::shared_ptr<stats_listener> listener_;
};

class two_sockets {
public:
  /// The sockets as a worker inherits them.
  std::vector<stats_socket> inherit(unsigned maxconn = 1000) const {
    std::vector<stats_socket> all;
    for (const auto* from : {&first_, &second_})
      all.push_back({net::unique_fd(::fcntl(from->fd(), F_DUPFD_CLOEXEC, 3)),
                     net::to_string(from->where()), access_level::oper, maxconn});
    all.back().level = access_level::user;
    return all;
  }

  /// Connects a client to a socket and sends these bytes.
  net::unique_fd connect(std::string_view bytes, const char* name = "a") const {
    auto client = make_socket(AF_UNIX);
    REQUIRE(connect_to(client, unix_name(folder / name)));
    send_now(client.get(), bytes);
    return client;
  }

  temporary_folder folder;

private:
  listen_socket first_ = open_one(folder / "a");
  listen_socket second_ = open_one(folder / "b");
};

/// Lets this process open no descriptor as long as it lives.
class no_descriptors {
public:
  no_descriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    auto none = before_;
    none.rlim_cur = static_cast<rlim_t>(net::unique_fd(::dup(0)).get());
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  }

  no_descriptors(const no_descriptors&) = delete;
  no_descriptors& operator=(const no_descriptors&) = delete;

  ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
  rlimit before_{};
};

} // namespace

TEST_CASE_METHOD(two_sockets,
                 "a client of a stats socket is served with the socket's level and severity") {
  auto sockets = inherit();
  sockets.back().severity = severity_output::number;
  sharing_worker worker(std::move(sockets));
  auto first = connect("show cli level;echo a\necho b\n");
  auto second = connect("show cli level\n", "b");
  auto got = worker.exchange(first.get());
  CHECK(got.bytes == "operator\n\na\n\n");
  CHECK(got.ended);
  CHECK(got.error == 0);
  CHECK(worker.exchange(second.get()).bytes == "[6]: user\n\n");
}

TEST_CASE_METHOD(two_sockets, "stats sockets and their clients are shown") {
  sharing_worker worker(inherit());
  auto client = connect("show cli sockets;show fd;show info\n");
  auto text = worker.exchange(client.get()).bytes;
  CHECK_THAT(text, Catch::StartsWith("# socket lvl processes\nunix@" + (folder / "a") +
                                     " operator all\nunix@" + (folder / "b") +
                                     " user all\nsockpair@3 admin all\n\n"));
  CHECK_THAT(text, Catch::Contains("type=socket flags=cloexec,nonblock owner=stats_socket\n") &&
                       Catch::Contains("type=socket flags=cloexec,nonblock owner=stats_client\n") &&
                       Catch::Contains("\nCurrConns: 0\nCumConns: 1\n") &&
                       Catch::Contains("\nJobs: 4\nUnstoppable Jobs: 4\nListeners: 3\n"));
}

TEST_CASE_METHOD(two_sockets, "a client too many is served when another has left") {
  sharing_worker worker(inherit(), {.maxconn = 2});
  auto first = connect("prompt i\n");
  auto second = connect("prompt i\n", "b");
  CHECK(worker.exchange(first.get()).bytes == "\n");
  CHECK(worker.exchange(second.get()).bytes == "\n");
  auto third = connect("echo 3\n");
  auto fourth = connect("echo 4\n", "b");
  CHECK(worker.exchange(third.get()).bytes.empty());
  CHECK(worker.exchange(fourth.get()).bytes.empty());
  CHECK(worker.context.counters.connections == 2);
  first.reset();
  CHECK(worker.exchange(third.get()).bytes == "3\n\n");
  CHECK(worker.exchange(fourth.get()).bytes == "4\n\n");
  CHECK(worker.context.counters.connections == 1);
}

TEST_CASE_METHOD(two_sockets, "a socket has a limit of its own") {
  sharing_worker worker(inherit(1));
  auto first = connect("prompt i\n");
  CHECK(worker.exchange(first.get()).bytes == "\n");
  auto second = connect("echo 2\n");
  auto other = connect("echo o\n", "b");
  CHECK(worker.exchange(other.get()).bytes == "o\n\n");
  CHECK(worker.exchange(second.get()).bytes.empty());
  first.reset();
  CHECK(worker.exchange(second.get()).bytes == "2\n\n");
}

TEST_CASE_METHOD(two_sockets, "many clients at once are all served") {
  sharing_worker worker(inherit(), {.maxconn = 1000});
  std::vector<net::unique_fd> clients;
  for (int n = 0; n < 100; ++n)
    clients.push_back(connect("echo " + std::to_string(n) + '\n'));
  for (int n = 0; n < 100; ++n)
    CHECK(worker.exchange(clients[static_cast<size_t>(n)].get()).bytes ==
          std::to_string(n) + "\n\n");
  CHECK(worker.context.counters.connections == 0);
}

TEST_CASE_METHOD(two_sockets, "a client that another worker has taken is no client") {
  sharing_worker quick(inherit());
  sharing_worker late(inherit());
  auto first = connect("echo 1\n");
  CHECK(quick.exchange(first.get()).bytes == "1\n\n");
  late.run();
  CHECK(late.context.counters.total->connections == 0);
  auto second = connect("echo 2\n");
  CHECK(late.exchange(second.get()).bytes == "2\n\n");
  quick.run();
  CHECK(quick.context.counters.total->connections == 1);
}

TEST_CASE_METHOD(two_sockets, "from a soft stop on the clients belong to the other workers") {
  sharing_worker stopping(inherit());
  sharing_worker other(inherit());
  auto waiting = connect("echo 1\n");
  stopping.context.stop.request();
  CHECK(stopping.finished);
  CHECK(stopping.context.sockets.empty());
  auto late = connect("echo 2\n");
  stopping.run();
  CHECK(stopping.context.counters.total->connections == 0);
  CHECK(other.exchange(waiting.get()).bytes == "1\n\n");
  CHECK(other.exchange(late.get()).bytes == "2\n\n");
}

TEST_CASE_METHOD(two_sockets, "a soft stop closes the worker's copies of the sockets") {
  auto inherited = inherit();
  auto number = inherited.front().fd.get();
  sharing_worker worker(std::move(inherited));
  worker.context.stop.request();
  CHECK(::fcntl(number, F_GETFD) == -1);
  CHECK(worker.context.owners.of(number).empty());
}

TEST_CASE_METHOD(two_sockets, "at a soft stop idle clients end at once, and busy ones later") {
  sharing_worker worker(inherit());
  auto idle = connect("prompt i\n");
  auto busy = connect("wait 1h\n");
  CHECK(worker.exchange(idle.get()).bytes == "\n");
  worker.context.stop.request();
  CHECK(worker.exchange(idle.get()).ended);
  CHECK_FALSE(worker.exchange(busy.get()).ended);
  CHECK_FALSE(worker.finished);
  busy.reset();
  worker.run();
  CHECK(worker.finished);
}

TEST_CASE_METHOD(two_sockets, "an idle client of a stats socket is left after its time") {
  sharing_worker worker(inherit(), {.timeout = milliseconds(1)});
  auto client = connect("prompt i\n");
  auto got = worker.await(client.get(), std::string::npos);
  CHECK(got.bytes == "\n");
  CHECK(got.ended);
}

TEST_CASE_METHOD(two_sockets, "without a free descriptor clients wait, and are served later") {
  sharing_worker worker(inherit());
  auto client = connect("echo a\n");
  {
    no_descriptors now;
    CHECK(worker.exchange(client.get()).bytes.empty());
    CHECK_FALSE(worker.exchange(client.get()).ended);
  }
  CHECK(worker.await(client.get(), 3).bytes == "a\n\n");
}

} // namespace mw::stats_listener_test
