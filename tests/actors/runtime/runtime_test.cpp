// Components and units, stepped by hand: ends of actors, and their asio handlers.
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/fixtures/doer.hpp"
#include "tests/support/stderr_capture.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace mw::runtime::runtime_test {

using test::doer_actor;
using test::doer_state;

namespace {

using self_pointer = runtime::host<doer_actor>*;

struct runtime_fixture : test::actor_fixture {
  doer_actor make(doer_state::action act) {
    auto actor = spawn<doer_state>(std::move(act), [this] { ++ends; });
    watcher->monitor(actor);
    return actor;
  }

  void tell(const doer_actor& actor, int32_t number) {
    caf::anon_send(actor, number);
    settle();
  }

  /// The reason of the actor's end; nothing if it lives.
  std::optional<caf::error> reason() {
    auto got = std::optional<caf::error>{};
    watcher->receive([&](caf::down_msg& gone) { got = std::move(gone.reason); },
                     caf::after(std::chrono::seconds(0)) >> [] {});
    return got;
  }

  caf::scoped_actor watcher{system, true};
  int ends = 0;
};

const auto runtime_error = caf::make_error(caf::sec::runtime_error);

} // namespace

TEST_CASE_METHOD(runtime_fixture, "an actor lives without a handle to it, until it quits") {
  auto calls = 0;
  auto weak = caf::weak_actor_ptr{};
  {
    auto actor = runtime::spawn_on<doer_state>(
        unit,
        [&](self_pointer self, int64_t number) {
          ++calls;
          if (number == 0)
            self->quit();
        },
        [this] { ++ends; });
    caf::anon_send(actor, 1);
    weak = caf::actor_cast<caf::weak_actor_ptr>(actor);
  }
  settle();
  CHECK(calls == 1);
  CHECK(ends == 0);
  {
    auto again = caf::actor_cast<caf::strong_actor_ptr>(weak);
    REQUIRE(again);
    caf::anon_send(caf::actor_cast<doer_actor>(again), 0);
  }
  settle();
  CHECK(calls == 2);
  CHECK(ends == 1);
  CHECK_FALSE(caf::actor_cast<caf::strong_actor_ptr>(weak));
}

TEST_CASE_METHOD(runtime_fixture,
                 "an exit message ends an actor, its state and its watchers' wait") {
  auto actor = make([](self_pointer, int64_t) {});
  CHECK_FALSE(reason());
  caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  settle();
  CHECK(ends == 1);
  CHECK(reason() == caf::make_error(caf::exit_reason::user_shutdown));
  CHECK(has_ended(actor));
}

TEST_CASE_METHOD(runtime_fixture, "an exception in a message handler ends the actor, and is told") {
  auto out = test::stderr_capture{};
  auto actor = make([](self_pointer, int64_t) { throw std::runtime_error("bad luck"); });
  tell(actor, 1);
  CHECK(ends == 1);
  CHECK(reason() == runtime_error);
  CHECK(out.take() ==
        fmt::format("[ALERT]    ({}) : the doer ended by an exception: bad luck\n", getpid()));
}

TEST_CASE_METHOD(runtime_fixture, "a bound handler runs as the actor: it may send and quit") {
  auto heard = std::vector<int64_t>{};
  auto listener = make([&](self_pointer, int64_t number) { heard.push_back(number); });
  auto actor = make([&](self_pointer self, int64_t) {
    asio::post(self->io(), self->bind([&, self] {
      self->send(listener, 7);
      self->quit();
    }));
  });
  tell(actor, 1);
  CHECK(heard == std::vector<int64_t>{7});
  CHECK(has_ended(actor));
  CHECK(ends == 1);
}

TEST_CASE_METHOD(runtime_fixture, "an exception in a bound handler ends the actor, and is told") {
  auto out = test::stderr_capture{};
  auto actor = make(
      [](self_pointer self, int64_t) { asio::post(self->io(), self->bind([] { throw 42; })); });
  tell(actor, 1);
  CHECK(ends == 1);
  CHECK(reason() == runtime_error);
  CHECK(out.take() ==
        fmt::format("[ALERT]    ({}) : the doer ended by an unknown exception\n", getpid()));
}

TEST_CASE_METHOD(runtime_fixture, "a bound handler does nothing after the actor's end") {
  auto later = std::function<void()>{};
  auto calls = 0;
  auto actor = make([&](self_pointer self, int64_t) { later = self->bind([&] { ++calls; }); });
  tell(actor, 1);
  later();
  CHECK(calls == 1);
  caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  settle();
  later();
  CHECK(calls == 1);
  later = {};
}

TEST_CASE_METHOD(runtime_fixture,
                 "a bound handler that is called from a message handler runs at once") {
  auto steps = std::string{};
  auto actor = make([&](self_pointer self, int64_t) {
    steps += "a";
    self->bind([&] { steps += "b"; })();
    steps += "c";
  });
  tell(actor, 1);
  CHECK(steps == "abc");
}

TEST_CASE_METHOD(runtime_fixture, "nothing keeps the memory of an actor that has watched another") {
  auto watched = make([](self_pointer, int64_t) {});
  auto weak = caf::weak_actor_ptr{};
  {
    auto actor = runtime::spawn_on<doer_state>(unit, [&](self_pointer self, int64_t number) {
      self->monitor(watched);
      if (number == 0)
        self->quit();
    });
    weak = caf::actor_cast<caf::weak_actor_ptr>(actor);
    tell(actor, 1);
    CHECK(weak->weak_refs > 2); // `weak`, the strong references, the monitor
    tell(actor, 0);
  }
  CHECK(weak->weak_refs == 1);
}

TEST_CASE_METHOD(runtime_fixture,
                 "a monitor tells once of an end, however often it was asked for") {
  auto told = 0;
  auto watched = make([](self_pointer self, int64_t) { self->quit(); });
  auto actor = make([&](self_pointer self, int64_t) {
    self->set_down_handler([&](caf::down_msg&) { ++told; });
    self->monitor(watched);
  });
  tell(actor, 1);
  tell(actor, 2);
  tell(watched, 0);
  CHECK(told == 1);
  tell(actor, 3); // it has ended: told at once
  CHECK(told == 2);
}

TEST_CASE_METHOD(runtime_fixture, "requests to an actor that has ended fail at once") {
  auto actor = make([](self_pointer, int64_t) {});
  caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  settle();
  auto asker = caf::scoped_actor{system, true};
  auto answer = asker->request(actor, caf::infinite, int64_t{1});
  settle();
  auto failure = caf::error{};
  answer.receive([](int64_t) { FAIL("it has ended"); },
                 [&](const caf::error& error) { failure = error; });
  CHECK(failure == caf::make_error(caf::sec::request_receiver_down));
}

TEST_CASE_METHOD(runtime_fixture, "deferred tasks run when the actors of the turn are done") {
  auto steps = std::string{};
  auto second = make([&](self_pointer, int64_t) { steps += "b"; });
  auto first = make([&](self_pointer self, int64_t) {
    self->unit().defer([&] { steps += "c"; });
    self->send(second, 1);
    steps += "a";
  });
  tell(first, 1);
  CHECK(steps == "abc");
}

} // namespace mw::runtime::runtime_test
