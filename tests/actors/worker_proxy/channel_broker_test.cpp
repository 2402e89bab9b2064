// Channels to a worker through its control pair.
#include "tests/fixtures/proxy_parts_fixture.hpp"

namespace mw::channel_broker_test {

using namespace std::chrono_literals;
using test::received;

namespace {

struct broker_fixture : test::proxy_parts_fixture {
  /// No more fits the control pair; what was asked last waits.
  void fill() {
    for (auto asked = 0; asked < 10'000 && !waiting; ++asked) {
      auto answer = ask(open_channel{true});
      if (asker.empty())
        waiting.emplace(std::move(answer));
      else
        REQUIRE(received<channel_opened>(answer).first);
    }
    REQUIRE(waiting);
  }

  using request = decltype(std::declval<test::proxy_parts_fixture&>().ask(open_channel{}));
  std::optional<request> waiting;
};

} // namespace

TEST_CASE_METHOD(broker_fixture, "channel broker: both ends of a channel are joined") {
  auto answer = ask(open_channel{true});
  auto opened = received<channel_opened>(answer).first.value();
  CHECK(opened.framed);
  CHECK_FALSE(opened.control.fd);
  auto here = test::stream_end{net::unique_fd{opened.end.take()}};
  auto there = next_channel();
  here.send("hello");
  CHECK(there.received() == "hello");
}

TEST_CASE_METHOD(broker_fixture, "channel broker: with lines comes the way to further channels") {
  auto first = ask(open_channel{false});
  auto second = ask(open_channel{false});
  auto one = received<channel_opened>(first).first.value().control;
  auto other = received<channel_opened>(second).first.value().control;
  REQUIRE(one.fd);
  CHECK(one.fd == other.fd);
  next_channel();
  next_channel();
  auto pair = net::make_pair().value();
  CHECK_FALSE(net::pass_channel(*one.fd, pair.second, net::channel_kind::lines));
  next_channel();
}

TEST_CASE_METHOD(broker_fixture,
                 "channel broker: who comes to a full control pair waits for room") {
  fill();
  for (auto left = 10'000; left > 0 && asker.empty(); --left) {
    next_channel();
    settle();
  }
  CHECK(received<channel_opened>(*waiting).first);
}

TEST_CASE_METHOD(broker_fixture, "channel broker: nobody waits for longer than the limit") {
  fill();
  pass(busy_time_limit - 1ms);
  CHECK(asker.empty());
  pass(1ms);
  CHECK(received<channel_opened>(*waiting).second == caf::make_error(errc::process_busy));
}

TEST_CASE_METHOD(broker_fixture, "channel broker: with the worker's end all are refused") {
  fill();
  end();
  CHECK(received<channel_opened>(*waiting).second == caf::make_error(errc::process_gone));
  auto later = ask(open_channel{true});
  CHECK(received<channel_opened>(later).second == caf::make_error(errc::process_gone));
}

} // namespace mw::channel_broker_test
