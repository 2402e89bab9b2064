// A connection over time: commands that take long, clients that leave or are idle, a soft stop.
#include "actors/worker/cli/connection.hpp"
#include "net/stream/channel.hpp"
#include "tests/support/worker_loop.hpp"

#include <catch2/catch.hpp>

namespace mw::connection_test {

using namespace mw::worker;
using namespace mw::test;

namespace {

/// A connection in a loop that does not run by itself: a wait ends no sooner than the test lets it.
class connection_fixture : public worker_loop {
public:
  connection_fixture() {
    context.stop.when_finished([this] { finished = true; });
  }

  /// Opens a connection on which these bytes have been sent already. Returns the client's end.
  net::unique_fd open(net::channel_kind kind, std::string_view bytes, client_terms terms = {}) {
    auto pair = net::make_pair().value();
    send_now(pair.first.get(), bytes);
    std::make_shared<connection>(io, std::move(pair.second), make_conversation(kind, context),
                                 context, std::move(terms))
        ->start();
    return std::move(pair.first);
  }

  net::unique_fd open_lines(std::string_view bytes, client_terms terms = {}) {
    return open(net::channel_kind::lines, bytes, std::move(terms));
  }

  bool all_left() const { return context.counters.connections == 0; }

protected:
  bool finished = false;
};

constexpr auto lines = net::channel_kind::lines;
constexpr auto framed = net::channel_kind::framed;

/// A limit that is short enough for a test; clients that are not idle must outlive it.
client_terms idle_after_a_moment() {
  return {.idle_limit = milliseconds(1)};
}

} // namespace

TEST_CASE_METHOD(connection_fixture, "the answer to a wait comes when its time is up") {
  auto client = open(lines, "echo a;wait 5;echo b\n");
  CHECK(read_now(client.get()).bytes == "a\n\n");
  auto got = await(client.get(), std::string::npos);
  CHECK(got.bytes == "Done.\n\nb\n\n");
  CHECK(got.ended);
  CHECK(got.error == 0);
}

TEST_CASE_METHOD(connection_fixture, "a framed channel takes the next message after a wait") {
  auto client = open(framed, message("wait 5") + message("echo b"));
  auto expected = message("Done.\n\n") + message("b\n\n");
  CHECK(await(client.get(), expected.size()).bytes == expected);
  send_now(client.get(), message("echo c"));
  CHECK(exchange(client.get()).bytes == message("c\n\n"));
}

TEST_CASE_METHOD(connection_fixture, "one wait follows the other") {
  auto client = open(framed, message("wait 2;wait 2;wait 2"));
  std::string expected;
  for (int n = 0; n < 2; ++n)
    net::append_frames(expected, "Done.\n\n");
  expected += message("Done.\n\n");
  CHECK(await(client.get(), expected.size()).bytes == expected);
}

TEST_CASE_METHOD(connection_fixture, "other connections go on while one waits") {
  auto slow = open(framed, message("wait 1h"));
  auto quick = open(lines, "echo q\n");
  CHECK(exchange(quick.get()).bytes == "q\n\n");
  CHECK(exchange(slow.get()).bytes.empty());
}

TEST_CASE_METHOD(connection_fixture, "input that comes during a wait is answered behind it") {
  auto client = open(lines, "prompt i\nwait 5\n");
  CHECK(read_now(client.get()).bytes == "\n");
  send_now(client.get(), "echo a\n");
  CHECK(await(client.get(), 10).bytes == "Done.\n\na\n\n");
}

TEST_CASE_METHOD(connection_fixture, "a client that closes entirely ends its wait") {
  auto kind = GENERATE(lines, framed);
  auto client = open(kind, kind == lines ? "prompt i\nwait 1h\n" : message("wait 1h"));
  exchange(client.get());
  CHECK_FALSE(all_left());
  client.reset();
  run();
  CHECK(all_left());
  context.stop.request();
  CHECK(finished);
}

TEST_CASE_METHOD(connection_fixture, "a client that closes before its wait begins ends it too") {
  auto pair = net::make_pair().value();
  send_now(pair.first.get(), "wait 1h\n");
  pair.first.reset();
  std::make_shared<connection>(io, std::move(pair.second), make_conversation(lines, context),
                               context)
      ->start();
  run();
  CHECK(all_left());
}

TEST_CASE_METHOD(connection_fixture, "a client that closes during its second wait ends that too") {
  auto client = open(lines, "prompt i\nwait 1\nwait 1h\n");
  CHECK(await(client.get(), 8).bytes == "\nDone.\n\n");
  client.reset();
  run();
  CHECK(all_left());
}

TEST_CASE_METHOD(connection_fixture, "a client that has half-closed gets the answer to its wait") {
  auto client = open(lines, "wait 5;echo b\n");
  ::shutdown(client.get(), SHUT_WR);
  auto got = await(client.get(), std::string::npos);
  CHECK(got.bytes == "Done.\n\nb\n\n");
  CHECK(got.error == 0);
}

TEST_CASE_METHOD(connection_fixture, "a soft stop waits for a wait") {
  auto client = open(framed, message("wait 5"));
  context.stop.request();
  CHECK_FALSE(finished);
  auto expected = message("Done.\n\n");
  CHECK(await(client.get(), expected.size()).bytes == expected);
  CHECK(run_until([this] { return finished; }));
}

TEST_CASE_METHOD(connection_fixture, "an idle client is left after its time, without a word") {
  auto client = open_lines("prompt i\necho a\n", idle_after_a_moment());
  auto got = await(client.get(), std::string::npos);
  CHECK(got.bytes == "\na\n\n");
  CHECK(got.ended);
  CHECK(got.error == 0);
  CHECK(run_until([this] { return all_left(); }));
}

TEST_CASE_METHOD(connection_fixture, "half a line does not keep an idle client") {
  auto client = open_lines("echo", idle_after_a_moment());
  CHECK(await(client.get(), 1).ended);
}

TEST_CASE_METHOD(connection_fixture, "a client that waits for its command is not idle") {
  auto client = open_lines("prompt i\nwait 30\n", idle_after_a_moment());
  auto got = await(client.get(), std::string::npos);
  CHECK(got.bytes == "\nDone.\n\n");
  CHECK(got.ended);
}

TEST_CASE_METHOD(connection_fixture, "a client that does not read is idle") {
  // The answer is longer than the socket takes.
  std::string line;
  for (int n = 0; n < 1000; ++n)
    line += "help;";
  auto client = open_lines(line + "\n", idle_after_a_moment());
  CHECK(run_until([this] { return all_left(); }));
}

TEST_CASE_METHOD(connection_fixture, "without a limit an idle client stays") {
  auto client = open_lines("prompt i\n");
  CHECK(exchange(client.get()).bytes == "\n");
  io.run_for(milliseconds(2));
  CHECK_FALSE(exchange(client.get()).ended);
}

TEST_CASE_METHOD(connection_fixture, "a client that leaves at a soft stop gets its answers first") {
  auto client = open_lines("prompt i\n", {.leaves_at_stop = true});
  CHECK(exchange(client.get()).bytes == "\n");
  send_now(client.get(), "echo a\necho b");
  context.stop.request();
  auto got = exchange(client.get());
  CHECK(got.bytes == "a\n\n");
  CHECK(got.ended);
  CHECK(got.error == 0);
  CHECK(all_left());
  CHECK(finished);
}

TEST_CASE_METHOD(connection_fixture, "a client that leaves at a soft stop ends its command first") {
  auto client = open_lines("prompt i\nwait 5;echo a\necho b\n", {.leaves_at_stop = true});
  context.stop.request();
  CHECK_FALSE(finished);
  auto got = await(client.get(), std::string::npos);
  CHECK(got.bytes == "\nDone.\n\na\n\nb\n\n");
  CHECK(got.error == 0);
  CHECK(run_until([this] { return finished; }));
}

TEST_CASE_METHOD(connection_fixture, "a client that has not spoken before a soft stop still may") {
  auto client = open_lines({}, {.rest_limit = milliseconds(30'000), .leaves_at_stop = true});
  context.stop.request();
  run();
  CHECK_FALSE(finished);
  send_now(client.get(), "echo a\n");
  auto got = exchange(client.get());
  CHECK(got.bytes == "a\n\n");
  CHECK(got.ended);
  CHECK(finished);
}

TEST_CASE_METHOD(connection_fixture,
                 "a soft stop does not wait for ever for a client's first word") {
  auto client = open_lines({}, {.rest_limit = milliseconds(1), .leaves_at_stop = true});
  context.stop.request();
  CHECK_FALSE(finished);
  CHECK(run_until([this] { return finished; }));
  CHECK(all_left());
  CHECK(exchange(client.get()).ended);
}

TEST_CASE_METHOD(connection_fixture, "the master's channels stay open during a soft stop") {
  auto channel = open(framed, message("echo a"));
  auto slow = open(framed, message("wait 1h"));
  exchange(channel.get());
  context.stop.request();
  send_now(channel.get(), message("echo b"));
  CHECK(exchange(channel.get()).bytes == message("b\n\n"));
  CHECK_FALSE(finished);
}

TEST_CASE_METHOD(connection_fixture, "a soft stop waits for the rest of a command") {
  auto command = message("echo a");
  auto client = open(framed, command.substr(0, 7));
  context.stop.request();
  run();
  CHECK_FALSE(finished);
  send_now(client.get(), command.substr(7));
  auto got = exchange(client.get());
  CHECK(got.bytes == message("a\n\n"));
  CHECK(got.ended);
  CHECK(finished);
}

TEST_CASE_METHOD(connection_fixture, "a soft stop does not wait for ever for a command's rest") {
  auto half = GENERATE(as<std::string>(), message("echo a").substr(0, 7), // within a frame
                       message("echo a").substr(0, 2),                    // within its length
                       message("echo a\n").substr(0, 11));                // before the end's frame
  auto client = open(framed, half, {.rest_limit = milliseconds(1)});
  context.stop.request();
  CHECK_FALSE(finished);
  CHECK(run_until([this] { return finished; }));
  CHECK(all_left());
}

TEST_CASE_METHOD(connection_fixture, "a connection keeps its place as long as it lives") {
  auto place = std::make_shared<int>(0);
  auto client = open_lines("prompt i\n", {.owner = "stats_client", .place = place});
  CHECK(exchange(client.get()).bytes == "\n");
  CHECK(place.use_count() == 2);
  client.reset();
  run();
  CHECK(place.use_count() == 1);
}

} // namespace mw::connection_test
