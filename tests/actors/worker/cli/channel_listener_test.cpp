// Channels over a control pair, with the loop stepped by the test.
#include "actors/worker/cli/channel_listener.hpp"
#include "tests/support/worker_loop.hpp"

#include <string>
#include <vector>

namespace mw::channel_listener_test {

using namespace mw::worker;
using namespace mw::test;

namespace {

class listener_fixture : public worker_loop {
public:
  listener_fixture() { listener.start(); }

  /// Opens a channel. Returns the master's end.
  net::unique_fd open(net::channel_kind kind) {
    auto pair = net::make_pair().value();
    REQUIRE_FALSE(net::pass_channel(master.get(), pair.second, kind));
    return std::move(pair.first);
  }

  /// Sends commands until the worker takes no more, because its answers are not read.
  void fill(int fd) {
    auto command = message("echo " + std::string(4000, 'x'));
    ssize_t sent = 1;
    while (sent > 0) {
      sent = ::send(fd, command.data(), command.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      run();
    }
  }

protected:
  bool master_gone = false;
  std::pair<net::unique_fd, net::unique_fd> control_pair = net::make_pair().value();
  net::unique_fd master = std::move(control_pair.first);
  cli_listener listener{io, std::move(control_pair.second), context,
                        [this] { master_gone = true; }};
};

const std::string long_commands = [] {
  std::string line = "echo " + std::string(1000, 'x');
  for (int n = 1; n < 1000; ++n)
    line += ";echo " + std::string(1000, 'x');
  return line + '\n';
}();

constexpr size_t long_answer = 1000 * 1002;

} // namespace

TEST_CASE_METHOD(listener_fixture, "a line channel is answered and ends with an end of file") {
  auto channel = open(net::channel_kind::lines);
  send_now(channel.get(), "echo a;echo b\n");
  auto got = exchange(channel.get());
  CHECK(got.bytes == "a\n\nb\n\n");
  CHECK(got.ended);
  CHECK(got.error == 0);
}

TEST_CASE_METHOD(listener_fixture, "input behind the first line does not break the end of file") {
  auto channel = open(net::channel_kind::lines);
  send_now(channel.get(), "echo a\n" + std::string(100'000, 'x'));
  auto got = exchange(channel.get());
  CHECK(got.bytes == "a\n\n");
  CHECK(got.ended);
  CHECK(got.error == 0);
}

TEST_CASE_METHOD(listener_fixture, "a client that half-closed gets all answers, then the end") {
  auto channel = open(net::channel_kind::lines);
  send_now(channel.get(), "prompt i\necho a\necho b\necho c");
  ::shutdown(channel.get(), SHUT_WR);
  auto got = exchange(channel.get());
  CHECK(got.bytes == "\na\n\nb\n\n");
  CHECK(got.ended);
}

TEST_CASE_METHOD(listener_fixture, "a framed channel stays open from one command to the next") {
  auto channel = open(net::channel_kind::framed);
  for (int n = 0; n < 3; ++n) {
    send_now(channel.get(), message("operator -;show cli level"));
    auto got = exchange(channel.get());
    CHECK(got.bytes == message("operator\n\n"));
    CHECK_FALSE(got.ended);
  }
  CHECK(context.counters.total->connections == 1);
}

TEST_CASE_METHOD(listener_fixture, "channels do not disturb each other") {
  auto slow = open(net::channel_kind::lines);
  auto framed = open(net::channel_kind::framed);
  auto quick = open(net::channel_kind::lines);
  send_now(slow.get(), "echo");
  send_now(framed.get(), message("echo f"));
  send_now(quick.get(), "echo q\n");
  CHECK(exchange(quick.get()).bytes == "q\n\n");
  CHECK(exchange(framed.get()).bytes == message("f\n\n"));
  send_now(slow.get(), " s\n");
  CHECK(exchange(slow.get()).bytes == "s\n\n");
}

TEST_CASE_METHOD(listener_fixture, "a client that does not read is not served more, others are") {
  auto slow = open(net::channel_kind::framed);
  fill(slow.get());
  CHECK(context.counters.total->bytes_out < 1'000'000); // as much as fits the socket
  auto quick = open(net::channel_kind::lines);
  send_now(quick.get(), "echo q\n");
  CHECK(exchange(quick.get()).bytes == "q\n\n");
}

TEST_CASE_METHOD(listener_fixture, "a long answer comes whole to a client that reads on") {
  auto channel = open(net::channel_kind::lines);
  // The line is longer than the socket takes at once.
  std::string_view left = long_commands;
  while (!left.empty()) {
    auto size = ::send(channel.get(), left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size > 0)
      left.remove_prefix(static_cast<size_t>(size));
    run();
  }
  auto got = exchange(channel.get());
  CHECK(got.bytes.size() == long_answer);
  CHECK(got.ended);
}

TEST_CASE_METHOD(listener_fixture,
                 "a client that is gone in the middle of its answer is forgotten") {
  auto channel = open(net::channel_kind::framed);
  fill(channel.get());
  CHECK(context.counters.connections == 1);
  channel.reset();
  run();
  CHECK(context.counters.connections == 0);
}

TEST_CASE_METHOD(listener_fixture, "a soft stop waits for an answer that is not sent yet") {
  bool finished = false;
  context.stop.when_finished([&] { finished = true; });
  auto channel = open(net::channel_kind::framed);
  fill(channel.get());
  context.stop.request();
  CHECK_FALSE(finished);
  exchange(channel.get());
  CHECK(finished);
}

TEST_CASE_METHOD(listener_fixture, "a soft stop does not wait for idle channels") {
  auto channel = open(net::channel_kind::framed);
  run();
  bool finished = false;
  context.stop.when_finished([&] { finished = true; });
  context.stop.request();
  run();
  CHECK(finished);
}

TEST_CASE_METHOD(listener_fixture, "a message without a descriptor is survived") {
  send_now(master.get(), std::string_view("\0\0", 2));
  run();
  auto channel = open(net::channel_kind::lines);
  send_now(channel.get(), "echo a\n");
  CHECK(exchange(channel.get()).bytes == "a\n\n");
}

TEST_CASE_METHOD(listener_fixture, "many channels at once are all served") {
  std::vector<net::unique_fd> channels;
  for (int n = 0; n < 100; ++n) {
    channels.push_back(open(net::channel_kind::lines));
    send_now(channels.back().get(), "echo " + std::to_string(n) + '\n');
  }
  for (int n = 0; n < 100; ++n)
    CHECK(exchange(channels[static_cast<size_t>(n)].get()).bytes == std::to_string(n) + "\n\n");
  CHECK(context.counters.connections == 0);
  CHECK(context.counters.total->connections == 100);
}

TEST_CASE_METHOD(listener_fixture, "the end of the control pair is the end of the master") {
  run();
  CHECK_FALSE(master_gone);
  master.reset();
  run();
  CHECK(master_gone);
}

TEST_CASE_METHOD(listener_fixture, "open channels and the control pair have owners in show fd") {
  auto channel = open(net::channel_kind::framed);
  send_now(channel.get(), message("show fd"));
  auto text = exchange(channel.get()).bytes;
  CHECK_THAT(text, Catch::Contains("type=socket flags=cloexec,nonblock owner=control_pair\n") &&
                       Catch::Contains("type=socket flags=cloexec,nonblock owner=cli_channel\n") &&
                       Catch::Contains("type=eventpoll flags=cloexec owner=event_loop\n"));
}

} // namespace mw::channel_listener_test
