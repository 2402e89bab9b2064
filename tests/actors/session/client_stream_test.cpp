// A client's connection as its session uses it.
#include "tests/support/stream_owner.hpp"

namespace mw::client_stream_test {

using namespace std::chrono_literals;
using test::much;
using test::stream_fixture;
using test::texts;

TEST_CASE_METHOD(stream_fixture, "bytes are told once for each time they were asked for") {
  client.send("one");
  settle();
  CHECK(told().empty());
  read();
  CHECK(told() == texts{"bytes one"});
  client.send("two");
  settle();
  CHECK(told().empty());
  read();
  CHECK(told() == texts{"bytes two"});
}

TEST_CASE_METHOD(stream_fixture, "asking twice is asking once") {
  read();
  read();
  client.send("one");
  settle();
  client.send("two");
  settle();
  CHECK(told() == texts{"bytes one"});
}

TEST_CASE_METHOD(stream_fixture, "the end of the input comes after its last bytes") {
  client.send("last");
  client.half_close();
  read();
  CHECK(told() == texts{"bytes last"});
  read();
  CHECK(told() == texts{"input ended"});
  print("answer\n");
  CHECK(client.received() == "answer\n");
}

TEST_CASE_METHOD(stream_fixture, "what is printed goes with the next flush") {
  stream.print("a");
  stream.print("b\n");
  settle();
  CHECK(client.received().empty());
  CHECK(stream.unsent() == 3);
  stream.flush();
  CHECK(client.received() == "ab\n");
  CHECK(stream.unsent() == 0);
  CHECK(told().empty());
}

TEST_CASE_METHOD(stream_fixture, "a flush may wait until the messages at hand are done") {
  stream.print("a");
  stream.flush_soon();
  stream.print("b");
  stream.flush_soon();
  CHECK(client.received().empty());
  settle();
  CHECK(client.received() == "ab");
  CHECK(told() == texts{"drained"});
}

TEST_CASE_METHOD(stream_fixture, "it is known whether the client is at the begin of a line") {
  CHECK(stream.at_line_begin());
  stream.print("half");
  CHECK_FALSE(stream.at_line_begin());
  stream.print("");
  CHECK_FALSE(stream.at_line_begin());
  stream.print(" a line\n");
  CHECK(stream.at_line_begin());
}

TEST_CASE_METHOD(stream_fixture, "what does not fit goes as the client reads, and that is told") {
  print(much);
  CHECK(told() == texts{"stalled"});
  CHECK(stream.unsent() > 0);
  stream.print("end\n");
  auto got = std::string{};
  for (auto turns = 0; stream.unsent() > 0 && turns < 1000; ++turns) {
    got += client.received();
    settle();
  }
  got += client.received();
  CHECK(got == much + "end\n");
  CHECK(told().back() == "drained");
  CHECK_FALSE(stream.stalled_since());
}

TEST_CASE_METHOD(stream_fixture, "a client stalls from the last byte that it has read") {
  auto now = [this] { return owner->self->clock().now(); };
  CHECK_FALSE(stream.stalled_since());
  print(much);
  CHECK(stream.stalled_since() == now());
  pass(10s);
  CHECK(stream.stalled_since() == now() - 10s);
  client.received();
  settle();
  CHECK(stream.stalled_since() == now());
}

TEST_CASE_METHOD(stream_fixture,
                 "a client that has closed is noticed when it is written to, once") {
  client.close();
  print("a");
  print("b");
  CHECK(told() == texts{"gone"});
  CHECK(stream.is_gone());
  CHECK(stream.unsent() == 0);
}

TEST_CASE_METHOD(stream_fixture, "a client that leaves while it has not read all is noticed") {
  print(much);
  told();
  client.close();
  settle();
  CHECK(told() == texts{"gone", "drained"});
  CHECK(stream.unsent() == 0);
  CHECK_FALSE(stream.stalled_since());
}

TEST_CASE_METHOD(stream_fixture, "a client that is watched is noticed also without a byte") {
  CHECK_FALSE(stream.is_watched());
  stream.watch_hang_up();
  CHECK(stream.is_watched());
  client.half_close();
  settle();
  CHECK(told().empty());
  client.close();
  settle();
  CHECK(told() == texts{"gone"});
}

TEST_CASE_METHOD(stream_fixture, "input that nobody reads does not cut off the last answer") {
  client.send(std::string(100'000, 'x'));
  print("bye\n");
  end();
  CHECK(client.received() == "bye\n");
  CHECK(client.closed());
}

} // namespace mw::client_stream_test
