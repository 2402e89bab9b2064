// Calls of an actor's own later: when they come, and what takes them back.
#include "actors/runtime/timing.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/fixtures/doer.hpp"

namespace mw::runtime::timing_test {

using namespace std::chrono_literals;
using test::doer_actor;
using test::doer_state;

namespace {

using self_pointer = runtime::host<doer_actor>*;

struct timing_fixture : test::actor_fixture {
  /// An actor that has done this.
  void run(std::function<void(self_pointer)> act) {
    actor =
        spawn<doer_state>([act = std::move(act)](self_pointer self, int64_t) { act(self); }, [] {});
    tell();
  }

  void tell() {
    caf::anon_send(actor, 1);
    settle();
  }

  doer_actor actor;
  std::vector<int> calls;
};

} // namespace

TEST_CASE_METHOD(timing_fixture, "calls come once, each when its time has come") {
  run([this](self_pointer self) {
    self->after(2s, [this] { calls.push_back(2); });
    self->after(1s, [this] { calls.push_back(1); });
  });
  pass(999ms);
  CHECK(calls.empty());
  pass(1ms);
  CHECK(calls == std::vector{1});
  pass(1h);
  CHECK(calls == std::vector{1, 2});
}

TEST_CASE_METHOD(timing_fixture, "a call that is taken back does not come, others do") {
  run([this](self_pointer self) {
    auto first = self->after(1s, [this] { calls.push_back(1); });
    self->after(1s, [this] { calls.push_back(2); });
    self->cancel(first);
    self->cancel(first);
  });
  pass(1h);
  CHECK(calls == std::vector{2});
}

TEST_CASE_METHOD(timing_fixture, "a call that was made is taken back without effect") {
  auto timer = runtime::host<doer_actor>::timer{};
  auto asked = 0;
  run([&](self_pointer self) {
    if (asked++ == 0)
      timer = self->after(1s, [this] { calls.push_back(1); });
    else
      self->cancel(timer);
  });
  pass(1s);
  tell();
  pass(1h);
  CHECK(calls == std::vector{1});
}

TEST_CASE_METHOD(timing_fixture, "a call may ask for the next one") {
  run([this](self_pointer self) {
    self->after(1s, [this, self] {
      calls.push_back(1);
      self->after(1s, [this] { calls.push_back(2); });
    });
  });
  pass(1s);
  pass(1s);
  CHECK(calls == std::vector{1, 2});
}

TEST_CASE_METHOD(timing_fixture, "an actor that ends waits for no call, and gets none") {
  run([this](self_pointer self) {
    self->after(1s, [this] { calls.push_back(1); });
    self->quit();
  });
  CHECK(has_ended(actor));
  pass(1h);
  CHECK(calls.empty());
}

TEST_CASE_METHOD(timing_fixture, "an actor that is told to end waits for no call, and gets none") {
  run([this](self_pointer self) { self->after(1s, [this] { calls.push_back(1); }); });
  caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  settle();
  CHECK(has_ended(actor));
  pass(1h);
  CHECK(calls.empty());
}

TEST_CASE_METHOD(timing_fixture, "an exception in a call ends the actor as one in a handler does") {
  run([](self_pointer self) { self->after(1s, [] { throw std::runtime_error("by the test"); }); });
  pass(1s);
  CHECK(has_ended(actor));
}

} // namespace mw::runtime::timing_test
