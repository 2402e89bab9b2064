// A master with carried totals and an event book: its messages to them, and its waits for them.
#include "tests/fixtures/master_fixture.hpp"

#include <csignal>

namespace mw::master_totals_test {

using test::master_fixture;

namespace {

/// A master with one worker, and a reload whose new worker is ready; the route news has not read it
/// yet.
struct carrying_master : master_fixture {
  carrying_master() {
    totals = totals_peer.as<carried_totals_actor>();
    events = book.as<event_book_actor>();
    serve(test::share(test::plan_of(1)));
    told();
    signal(SIGUSR2);
    loader.answer<load_configuration>([](const load_configuration&) {
      return loaded_configuration{{test::share(test::plan_of(1))}, {}};
    });
    settle();
    ready(2);
  }

  void route_news_reads() {
    while (!route_news.empty())
      route_news.self()->receive([](const worker_up&, const worker_proxy_actor&) {},
                                 [](const worker_down&) {}, [](const worker_leaving&) {},
                                 [](const service_news&) {});
    settle();
  }

  /// The kinds of events that the book has got since the last call.
  std::vector<std::string> told() {
    auto kinds = std::vector<std::string>{};
    while (!book.empty())
      for (const auto& event : book.take<lifecycle_events>().all)
        kinds.push_back(to_string(event.what));
    return kinds;
  }

  test::peer totals_peer{system};
  test::peer book{system};
};

} // namespace

TEST_CASE_METHOD(carrying_master, "leaving workers are read before they are told to leave") {
  CHECK(totals_peer.empty());
  route_news_reads();
  CHECK(signals_to(1).empty());
  totals_peer.answer<last_call>([&](const last_call& which) {
    CHECK(which == last_call{{process(1)}});
    return last_call_over{};
  });
  settle();
  CHECK(signals_to(1) == std::vector<int>{SIGUSR1});
}

TEST_CASE_METHOD(carrying_master, "totals that do not answer hold up a reload for a second only") {
  route_news_reads();
  pass(last_call_time_limit);
  CHECK(signals_to(1) == std::vector<int>{SIGUSR1});
}

TEST_CASE_METHOD(carrying_master, "a stop while leaving workers are read is obeyed at once") {
  route_news_reads();
  signal(SIGTERM);
  CHECK(signals_to(1) == std::vector<int>{SIGTERM});
  CHECK(signals_to(2) == std::vector<int>{SIGTERM});
  totals_peer.answer<last_call>([](const last_call&) { return last_call_over{}; });
  settle();
  CHECK(signals_to(1).empty());
}

TEST_CASE_METHOD(carrying_master, "the book is told of a reload and of what becomes of workers") {
  route_news_reads();
  pass(last_call_time_limit);
  CHECK(told() ==
        std::vector<std::string>{"reload-begun", "worker-started", "worker-ready", "reload-done"});
  exits(1, 0);
  killed(2, SIGKILL);
  CHECK(told() == std::vector<std::string>{"worker-ended", "worker-ended", "worker-restart"});
  started(3);
  signal(SIGUSR2);
  loader.answer<load_configuration>([](const load_configuration&) {
    return loaded_configuration{{}, "no"};
  });
  settle();
  CHECK(told() == std::vector<std::string>{"worker-started", "reload-begun", "reload-failed"});
}

} // namespace mw::master_totals_test
