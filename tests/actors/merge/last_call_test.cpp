// The last call of a soft stop: commands that were written before are answered, later ones are
// refused whole.
#include "tests/fixtures/leaving_worker.hpp"

#include <string>
#include <vector>

namespace mw::last_call_test {

using namespace mw::test;

namespace {

constexpr auto lines = net::channel_kind::lines;
constexpr auto framed = net::channel_kind::framed;

class last_call_fixture : public leaving_worker {
public:
  net::unique_fd must_open(net::channel_kind kind) {
    auto channel = open(kind);
    REQUIRE(channel);
    return std::move(*channel);
  }

  /// Opens a channel, which the worker has taken and waits on.
  net::unique_fd open_idle(net::channel_kind kind = framed) {
    auto channel = must_open(kind);
    run();
    return channel;
  }

  void check_end(int fd, const std::string& answers) {
    auto got = exchange(fd);
    CHECK(got.bytes == answers);
    CHECK(got.ended);
    CHECK(got.error == 0);
    CHECK(finished);
    CHECK_FALSE(master_gone);
  }
};

} // namespace

TEST_CASE_METHOD(last_call_fixture,
                 "a command that was written just before a soft stop is answered") {
  auto channel = open_idle();
  send_now(channel.get(), message("echo a"));
  context.stop.request();
  check_end(channel.get(), message("a\n\n"));
}

TEST_CASE_METHOD(last_call_fixture, "several commands written before a soft stop are answered") {
  auto channel = open_idle();
  auto expected = std::string{};
  for (auto number = 0; number < 100; ++number) { // more than is read at once
    auto text = std::string(500, 'x') + std::to_string(number);
    send_now(channel.get(), message("echo " + text));
    expected += message(text + "\n\n");
  }
  context.stop.request();
  check_end(channel.get(), expected);
}

TEST_CASE_METHOD(last_call_fixture,
                 "a command in a channel that is still in the control pair is answered") {
  auto kind = GENERATE(lines, framed);
  auto channel = must_open(kind);
  send_now(channel.get(), kind == framed ? message("echo a") : "echo a\n");
  context.stop.request();
  check_end(channel.get(), kind == framed ? message("a\n\n") : "a\n\n");
}

TEST_CASE_METHOD(last_call_fixture,
                 "more channels than are taken at once are all answered at the end") {
  auto channels = std::vector<net::unique_fd>{};
  for (auto number = 0; number < 100; ++number) {
    channels.push_back(must_open(framed));
    send_now(channels.back().get(), message("echo " + std::to_string(number)));
  }
  context.stop.request();
  for (auto number = size_t{0}; number < channels.size(); ++number)
    check_end(channels[number].get(), message(std::to_string(number) + "\n\n"));
}

TEST_CASE_METHOD(last_call_fixture, "from the last call on nothing of a command is taken") {
  auto idle = open_idle();
  auto session = open_idle(lines);
  context.stop.request();
  CHECK(write_error(idle.get(), message("echo a")) == EPIPE);
  CHECK(write_error(session.get(), "echo a\n") == EPIPE);
  CHECK_FALSE(open());
  check_end(idle.get(), "");
  check_end(session.get(), "");
}

TEST_CASE_METHOD(last_call_fixture,
                 "a channel that comes out of the control pair late takes nothing more") {
  auto channel = must_open(framed);
  send_now(channel.get(), message("echo a"));
  context.stop.request();
  CHECK(write_error(channel.get(), message("echo b")) == 0);
  check_end(channel.get(), message("a\n\n") + message("b\n\n"));
  CHECK(write_error(channel.get(), message("echo c")) == EPIPE);
}

TEST_CASE_METHOD(last_call_fixture, "half a command is dropped at the last call") {
  auto kind = GENERATE(lines, framed);
  auto channel = open_idle(kind);
  send_now(channel.get(), kind == framed ? message("echo a") : "prompt i\necho a\n");
  send_now(channel.get(), kind == framed ? message("echo b").substr(0, 8) : "echo b");
  context.stop.request();
  check_end(channel.get(), kind == framed ? message("a\n\n") : "\na\n\n");
}

TEST_CASE_METHOD(last_call_fixture, "idle channels stay usable while another one's command runs") {
  auto busy = open_idle();
  auto idle = open_idle();
  send_now(busy.get(), message("wait 1h"));
  run();
  context.stop.request();
  for (auto round = 0; round < 3; ++round) {
    send_now(idle.get(), message("echo a"));
    CHECK(exchange(idle.get()).bytes == message("a\n\n"));
  }
  auto fresh = must_open(framed);
  send_now(fresh.get(), message("echo b"));
  CHECK(exchange(fresh.get()).bytes == message("b\n\n"));
  CHECK_FALSE(finished);
  busy.reset();
  check_end(idle.get(), "");
}

TEST_CASE_METHOD(last_call_fixture,
                 "a command that takes time is finished though it began at the last call") {
  auto slow = open_idle();
  auto idle = open_idle();
  send_now(slow.get(), message("wait 5") + message("echo a"));
  context.stop.request();
  run();
  CHECK_FALSE(finished);
  CHECK(write_error(idle.get(), message("echo b")) == EPIPE);
  CHECK(write_error(slow.get(), message("echo b")) == EPIPE);
  auto expected = message("Done.\n\n") + message("a\n\n");
  CHECK(await(slow.get(), expected.size()).bytes == expected);
  check_end(slow.get(), "");
}

TEST_CASE_METHOD(last_call_fixture,
                 "a master that closes a channel ends its command after the last call") {
  auto slow = open_idle();
  send_now(slow.get(), message("wait 1h"));
  context.stop.request();
  run();
  CHECK_FALSE(finished);
  slow.reset();
  run();
  CHECK(finished);
}

TEST_CASE_METHOD(last_call_fixture, "the last answer comes whole to a master that reads late") {
  auto command = std::string{"help"};
  for (auto more = 1; more < 1000; ++more)
    command += ";help";
  auto channel = open_idle();
  send_now(channel.get(), message(command));
  auto answer = exchange(channel.get()).bytes;
  REQUIRE(answer.size() > 500'000); // more than the socket takes
  send_now(channel.get(), message(command));
  context.stop.request();
  run();
  CHECK_FALSE(finished);
  auto got = exchange(channel.get());
  CHECK((got.bytes == answer)); // in brackets: nobody reads so much
  CHECK(got.ended);
  CHECK(finished);
}

} // namespace mw::last_call_test
