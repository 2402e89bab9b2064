// A connected stream of an actor.
#include "actors/stream/buffered_stream.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/fixtures/doer.hpp"
#include "tests/support/stream_end.hpp"

namespace mw::buffered_stream_test {

using texts = std::vector<std::string>;

namespace {

const auto much = std::string(1024 * 1024, 'x'); // more than the socket holds

/// Owns a stream and writes down its events.
struct owner_state {
  using handle = test::doer_actor;
  static constexpr const char* name = "owner";

  owner_state(runtime::host<handle>* self, owner_state*& where, texts& events)
      : stream(
            self,
            {.bytes = [&](std::string_view got) { events.push_back("bytes " + std::string{got}); },
             .ended = [&](std::error_code why) { events.push_back("ended: " + why.message()); },
             .drained = [&] { events.emplace_back("drained"); },
             .stalled = [&] { events.emplace_back("stalled"); },
             .broken = [&] { events.emplace_back("broken"); }}) {
    where = this;
  }

  static handle::behavior_type make_behavior() {
    return {[](int32_t) {}, [](int64_t number) { return number; }};
  }

  buffered_stream stream;
};

struct owner_fixture : test::actor_fixture {
  owner_fixture() {
    stream().open(other.take_other());
    settle();
  }

  buffered_stream& stream() const { return owner->stream; }

  /// The events since the last call.
  texts told() {
    settle();
    return std::exchange(events, {});
  }

  std::string read_all() {
    auto all = std::string{};
    for (auto part = other.received(); !part.empty(); part = other.received()) {
      all += part;
      settle();
    }
    return all;
  }

  test::stream_end other;
  texts events;
  owner_state* owner = nullptr;
  test::doer_actor actor = spawn<owner_state>(owner, events);
};

} // namespace

TEST_CASE_METHOD(owner_fixture, "buffered stream: bytes are told as they come") {
  other.send("one");
  CHECK(told() == texts{"bytes one"});
  other.send("two");
  CHECK(told() == texts{"bytes two"});
}

TEST_CASE_METHOD(owner_fixture, "buffered stream: nothing is read while it is paused") {
  stream().pause();
  other.send("one");
  CHECK(told().empty());
  stream().resume();
  CHECK(told() == texts{"bytes one"});
}

TEST_CASE_METHOD(owner_fixture, "buffered stream: what is appended goes with the next flush") {
  stream().append("a");
  CHECK(other.received().empty());
  CHECK(stream().write("b"));
  CHECK(other.received() == "ab");
  CHECK(told().empty());
}

TEST_CASE_METHOD(owner_fixture, "buffered stream: what is too much goes as the other side reads") {
  CHECK(stream().write(much));
  CHECK(told() == texts{"stalled"});
  CHECK(stream().unsent() > 0);
  CHECK(stream().stalled_since());
  CHECK(read_all() == much);
  CHECK(stream().unsent() == 0);
  CHECK_FALSE(stream().stalled_since());
  CHECK(told().back() == "drained");
}

TEST_CASE_METHOD(owner_fixture, "buffered stream: the end goes behind all that was written") {
  stream().write(much);
  stream().write_end();
  CHECK(read_all() == much);
  CHECK(other.closed());
}

TEST_CASE_METHOD(owner_fixture, "buffered stream: the other side's end is told, once") {
  other.half_close();
  auto ended = told();
  CHECK(ended.size() == 1);
  CHECK(ended.front().starts_with("ended: "));
  CHECK(stream().write("answer"));
  CHECK(other.received() == "answer");
  CHECK(told().empty());
}

TEST_CASE_METHOD(owner_fixture, "buffered stream: who takes nothing more breaks it") {
  stream().pause();
  CHECK(stream().write(much));
  CHECK(told() == texts{"stalled"});
  other.close();
  CHECK(told() == texts{"broken"});
  CHECK_FALSE(stream().write("more"));
}

TEST_CASE_METHOD(owner_fixture, "buffered stream: of a connection that was closed nothing comes") {
  other.send("late");
  stream().close();
  CHECK_FALSE(stream().is_open());
  CHECK(told().empty());
  auto next = test::stream_end{};
  stream().open(next.take_other());
  next.send("one");
  CHECK(told() == texts{"bytes one"});
}

} // namespace mw::buffered_stream_test
