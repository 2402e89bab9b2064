// Who wants a reload, and which one is under way.
#include "actors/master/reload_queue.hpp"

#include <catch2/catch.hpp>

namespace mw::reload_queue_test {

TEST_CASE("a reload begins when it is wanted and none is under way") {
  auto queue = reload_queue{};
  CHECK_FALSE(queue.begin());
  queue.want(false);
  CHECK(queue.begin());
  CHECK(queue.state() == reload_state::loading);
  queue.want(false);
  CHECK_FALSE(queue.begin());
  CHECK(queue.advance(reload_event::refused));
  CHECK(queue.begin());
  CHECK(queue.advance(reload_event::refused));
  CHECK_FALSE(queue.begin());
}

TEST_CASE("all who ask while one is under way share the next one") {
  auto queue = reload_queue{};
  queue.add({});
  queue.want(false);
  queue.begin();
  queue.add({});
  queue.want(false);
  queue.add({});
  queue.want(true);
  CHECK_FALSE(queue.is_hard());
  CHECK(queue.take_askers().size() == 1);
  CHECK(queue.take_askers().empty());
  queue.advance(reload_event::refused);
  queue.begin();
  CHECK(queue.is_hard());
  CHECK(queue.take_askers().size() == 2);
}

TEST_CASE("every reload has a number, by which late answers are known") {
  auto queue = reload_queue{};
  queue.want(false);
  queue.begin();
  auto first = queue.number();
  queue.advance(reload_event::refused);
  CHECK(queue.number() == first);
  queue.want(false);
  queue.begin();
  CHECK(queue.number() != first);
}

TEST_CASE("abandoned reloads give back all who wait for one") {
  auto queue = reload_queue{};
  queue.add({});
  queue.want(false);
  queue.begin();
  queue.add({});
  queue.want(false);
  auto number = queue.number();
  CHECK(queue.abandon().size() == 2);
  CHECK(queue.number() != number);
  CHECK(queue.state() == reload_state::idle);
  CHECK_FALSE(queue.begin());
}

} // namespace mw::reload_queue_test
