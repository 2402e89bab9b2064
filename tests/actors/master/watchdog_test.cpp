// The watchdog: it says that the program lives only if every component answers.
#include "actors/log/log.hpp"
#include "actors/master/watchdog.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/support/stderr_capture.hpp"

#include <memory>
#include <string>

namespace mw::watchdog_test {

using namespace std::chrono_literals;

namespace {

constexpr auto period = 1500ms;

std::string complaint(const std::string& text) {
  return log::line(log::severity::warning, "watchdog: " + text);
}

/// A watchdog whose first round has begun.
struct watchdog_fixture : test::actor_fixture {
  watchdog_fixture() {
    watch({master.as<master_actor>(),
           route_news.as<route_news_actor>(),
           programs.as<program_keeper_actor>(),
           {first.as<listener_actor>(), second->as<listener_actor>()}});
  }

  void watch(watched_components all) {
    spawn<watchdog_state>(std::move(all), period, [this] { ++signs_of_life; });
    settle();
  }

  void answers(test::peer& component) {
    component.answer<health_check>([](const health_check&) { return alive{}; });
    settle();
  }

  void all_answer() {
    for (auto* component : {&master, &route_news, &programs, &first, second.get()})
      answers(*component);
  }

  test::stderr_capture out;
  int signs_of_life = 0;
  test::peer master{system};
  test::peer route_news{system};
  test::peer programs{system};
  test::peer first{system};
  std::unique_ptr<test::peer> second = std::make_unique<test::peer>(system);
};

} // namespace

TEST_CASE_METHOD(watchdog_fixture, "the program lives once in each period if all answer") {
  CHECK(signs_of_life == 0);
  all_answer();
  CHECK(signs_of_life == 1);
  pass(period - 1ms);
  CHECK(master.empty());
  pass(1ms);
  CHECK(signs_of_life == 1);
  all_answer();
  CHECK(signs_of_life == 2);
  CHECK(out.take().empty());
}

TEST_CASE_METHOD(watchdog_fixture, "the program lives when the last component has answered") {
  answers(*second);
  answers(route_news);
  answers(programs);
  answers(master);
  pass(period - 1ms);
  CHECK(signs_of_life == 0);
  answers(first);
  CHECK(signs_of_life == 1);
}

TEST_CASE_METHOD(watchdog_fixture, "one component that does not answer is a warning, no life") {
  answers(master);
  answers(route_news);
  answers(programs);
  answers(first);
  pass(period - 1ms);
  CHECK(out.take().empty());
  pass(1ms);
  CHECK(signs_of_life == 0);
  CHECK(out.take() == complaint("1 of 5 components have not answered within 1500 ms"));
}

TEST_CASE_METHOD(watchdog_fixture, "a program in which nothing answers is warned of every period") {
  pass(period);
  CHECK(out.take() == complaint("5 of 5 components have not answered within 1500 ms"));
  pass(period);
  CHECK(out.take() == complaint("5 of 5 components have not answered within 1500 ms"));
  CHECK(signs_of_life == 0);
}

TEST_CASE_METHOD(watchdog_fixture,
                 "a program that answers again lives, late answers do not count") {
  answers(master);
  answers(route_news);
  answers(programs);
  answers(first);
  pass(period);
  out.take();
  answers(*second); // the question of the first round
  answers(master);
  answers(route_news);
  answers(programs);
  answers(first);
  CHECK(signs_of_life == 0);
  answers(*second);
  CHECK(signs_of_life == 1);
  pass(period);
  CHECK(out.take().empty());
}

TEST_CASE_METHOD(watchdog_fixture, "a component that has ended does not answer") {
  second.reset();
  answers(master);
  answers(route_news);
  answers(programs);
  answers(first);
  pass(period);
  CHECK(signs_of_life == 0);
  CHECK(out.take() == complaint("1 of 5 components have not answered within 1500 ms"));
}

TEST_CASE_METHOD(watchdog_fixture, "a program without listeners lives by the others") {
  auto other_master = test::peer{system};
  auto other_route_news = test::peer{system};
  auto other_programs = test::peer{system};
  watch({other_master.as<master_actor>(),
         other_route_news.as<route_news_actor>(),
         other_programs.as<program_keeper_actor>(),
         {}});
  answers(other_master);
  CHECK(signs_of_life == 0);
  answers(other_programs);
  CHECK(signs_of_life == 0);
  answers(other_route_news);
  CHECK(signs_of_life == 1);
}

} // namespace mw::watchdog_test
