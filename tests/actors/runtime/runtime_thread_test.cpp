// Components on units with threads of their own, under the scheduler that the program uses.
#include "actors/runtime/scheduler.hpp"
#include "messages/protocols/type_ids.hpp"
#include "tests/fixtures/doer.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <catch2/catch.hpp>

#include <future>

namespace mw::runtime::runtime_thread_test {

using namespace std::chrono_literals;
using test::doer_actor;
using test::doer_state;

namespace {

using self_pointer = runtime::host<doer_actor>*;
using steady = std::chrono::steady_clock;

/// The bound of each wait, far beyond what a sound runtime takes.
constexpr auto limit = 20s;

struct thread_config : caf::actor_system_config {
  thread_config() {
    load<runtime::asio_scheduler>();
    set("scheduler.max-threads", uint64_t{1});
  }
};

struct thread_fixture {
  thread_fixture() {
    unit.start();
    other.start();
  }

  ~thread_fixture() {
    for (auto& actor : actors)
      caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    actors.clear();
    system.await_all_actors_done();
  }

  doer_actor make(runtime::asio_unit& where, doer_state::action act) {
    actors.push_back(runtime::spawn_on<doer_state>(where, std::move(act)));
    return actors.back();
  }

  /// Asks the actor. Returns its answer, or CAF's error code, negative.
  static int64_t ask(caf::scoped_actor& asker, const doer_actor& actor, int64_t number,
                     std::chrono::seconds patience) {
    auto result = int64_t{};
    asker->request(actor, patience, number)
        .receive([&](int64_t answer) { result = answer; },
                 [&](const caf::error& error) { result = -int64_t{error.code()}; });
    return result;
  }

  thread_config config;
  caf::actor_system system{config};
  runtime::asio_unit unit{system, "mw-first"};
  runtime::asio_unit other{system, "mw-second"};
  std::vector<doer_actor> actors;
};

struct recorder_on {
  recorder_on() { trace::record_last(recorder::least_size); }

  ~recorder_on() { trace::record_nothing(); }

  recorder_on(const recorder_on&) = delete;
  recorder_on& operator=(const recorder_on&) = delete;
};

std::string this_thread_name() {
  auto name = std::string(16, '\0');
  pthread_getname_np(pthread_self(), name.data(), name.size());
  return name.c_str();
}

} // namespace

TEST_CASE_METHOD(thread_fixture, "an actor runs on the thread of its unit, whoever sends") {
  auto names = std::vector<std::string>{};
  auto here = make(unit, [&](self_pointer, int64_t) { names.push_back(this_thread_name()); });
  auto there = make(other, [&](self_pointer self, int64_t number) {
    self->send(here, static_cast<int32_t>(number));
  });
  {
    auto asker = caf::scoped_actor{system};
    CHECK(ask(asker, here, 1, limit) == 2);
    CHECK(ask(asker, there, 1, limit) == 2);
    CHECK(ask(asker, here, 2, limit) == 3);
  }
  CHECK(names == std::vector<std::string>(names.size(), "mw-first"));
  CHECK(names.size() >= 2);
}

TEST_CASE_METHOD(thread_fixture, "a delayed message comes after its delay, and not before") {
  auto done = std::promise<steady::time_point>{};
  auto actor = make(unit, [&](self_pointer self, int64_t number) {
    if (number == 0)
      self->delayed_send(self, 30ms, 1);
    else
      done.set_value(steady::now());
  });
  auto begin = steady::now();
  caf::anon_send(actor, 0);
  auto end = done.get_future();
  REQUIRE(end.wait_for(limit) == std::future_status::ready);
  CHECK(end.get() - begin >= 30ms);
}

TEST_CASE_METHOD(thread_fixture, "a delayed message has the cause of who sent it") {
  auto recording = recorder_on{};
  auto cause = std::promise<trace::correlation>{};
  auto actor = make(unit, [&](self_pointer self, int64_t number) {
    if (number == 0)
      self->delayed_send(self, 1ms, 1);
    else
      cause.set_value(trace::current());
  });
  {
    auto scope = trace::scope{trace::correlation{4711}};
    caf::anon_send(actor, 0);
  }
  auto got = cause.get_future();
  REQUIRE(got.wait_for(limit) == std::future_status::ready);
  CHECK(got.get() == 4711);
}

TEST_CASE_METHOD(thread_fixture, "delayed messages come in the order of their times") {
  auto order = std::vector<int64_t>{};
  auto done = std::promise<void>{};
  auto actor = make(unit, [&](self_pointer self, int64_t number) {
    if (number == 0)
      for (auto delay : {30, 10, 20})
        self->delayed_send(self, std::chrono::milliseconds{delay}, int32_t{delay});
    else
      order.push_back(number);
    if (order.size() == 3)
      done.set_value();
  });
  caf::anon_send(actor, 0);
  REQUIRE(done.get_future().wait_for(limit) == std::future_status::ready);
  CHECK(order == std::vector<int64_t>{10, 20, 30});
}

TEST_CASE_METHOD(thread_fixture,
                 "a request that is not answered in time fails, also across threads") {
  auto result = std::promise<caf::error>{};
  auto stuck = std::promise<void>{};
  auto busy = make(other, [&, wait = stuck.get_future().share()](self_pointer, int64_t) {
    wait.wait_for(limit);
  });
  auto asker = make(unit, [&](self_pointer self, int64_t number) {
    self->request(busy, 20ms, number)
        .then([&](int64_t) { result.set_value({}); },
              [&](const caf::error& error) { result.set_value(error); });
  });
  caf::anon_send(asker, 1);
  auto got = result.get_future();
  REQUIRE(got.wait_for(limit) == std::future_status::ready);
  stuck.set_value();
  CHECK(got.get() == caf::make_error(caf::sec::request_timeout));
}

TEST_CASE_METHOD(thread_fixture, "requests across threads are answered, many at once") {
  constexpr auto requests = 1000;
  auto sum = std::promise<int64_t>{};
  auto adder = make(other, [](self_pointer, int64_t) {});
  auto left = requests;
  auto total = int64_t{0};
  auto asker = make(unit, [&](self_pointer self, int64_t) {
    for (auto number = 0; number < requests; ++number)
      self->request(adder, limit, int64_t{number}).then([&](int64_t answer) {
        total += answer;
        if (--left == 0)
          sum.set_value(total);
      });
  });
  caf::anon_send(asker, 0);
  auto got = sum.get_future();
  REQUIRE(got.wait_for(limit) == std::future_status::ready);
  CHECK(got.get() == requests * (requests + 1) / 2);
}

TEST_CASE_METHOD(thread_fixture, "a watcher on another thread is told of the end") {
  auto told = std::promise<void>{};
  auto short_lived = make(other, [](self_pointer self, int64_t) { self->quit(); });
  auto watcher = make(unit, [&](self_pointer self, int64_t) {
    self->set_down_handler([&](caf::down_msg&) { told.set_value(); });
    self->monitor(short_lived);
    self->send(short_lived, 1);
  });
  caf::anon_send(watcher, 1);
  CHECK(told.get_future().wait_for(limit) == std::future_status::ready);
}

} // namespace mw::runtime::runtime_thread_test
