// A router tells sessions with a prompt what has changed in it.
#include "tests/fixtures/router_fixture.hpp"

#include <memory>

#include <unistd.h>

namespace mw::prompt_watchers_test {

using test::router_fixture;

namespace {

const auto worker_1 = process_key{1, 1, 1271, 0};
const auto next_1 = process_key{1, 3, 1290, 0};
const auto worker_2 = process_key{2, 2, 1272, 0};
const auto at_1 = target{target::kind::relative, 1};
const auto at_2 = target{target::kind::relative, 2};

} // namespace

TEST_CASE_METHOD(router_fixture, "who prompts is told of the process that its target means now") {
  CHECK(prompt_of(at_1) == prompt_facts{});
  up(worker_1);
  CHECK(session.take<prompt_facts>() == prompt_facts{worker_1, false});
  up(next_1);
  CHECK(session.take<prompt_facts>() == prompt_facts{next_1, false});
  down(next_1);
  CHECK(session.take<prompt_facts>() == prompt_facts{worker_1, false});
}

TEST_CASE_METHOD(router_fixture, "who prompts is not told of what its prompt does not say") {
  up(worker_1);
  prompt_of(at_1);
  up(worker_2);
  hear(service_news{2, false});
  CHECK(session.empty());
}

TEST_CASE_METHOD(router_fixture, "a failed reload is told to all who prompt, once") {
  up(worker_1);
  auto other = test::peer{system};
  other.send(router, watch_prompt{}, other.as<prompt_watcher_actor>());
  settle();
  other.take<prompt_facts>();
  prompt_of(at_1);
  for (auto times = 0; times < 2; ++times)
    hear(service_news{2, true});
  CHECK(session.take<prompt_facts>() == prompt_facts{worker_1, true});
  CHECK(other.take<prompt_facts>() == prompt_facts{{0, 0, ::getpid(), 0}, true});
  CHECK(session.empty());
  CHECK(other.empty());
}

TEST_CASE_METHOD(router_fixture, "another default target takes the place of the one before") {
  up(worker_1);
  up(worker_2);
  prompt_of(at_1);
  CHECK(prompt_of(at_2) == prompt_facts{worker_2, false});
  down(worker_1);
  CHECK(session.empty());
  down(worker_2);
  CHECK(session.take<prompt_facts>() == prompt_facts{});
}

TEST_CASE_METHOD(router_fixture, "a session that has ended is forgotten") {
  auto leaving = std::make_unique<test::peer>(system);
  leaving->send(router, watch_prompt{at_1}, leaving->as<prompt_watcher_actor>());
  settle();
  leaving.reset();
  settle();
  up(worker_1);
  CHECK(session.empty());
}

} // namespace mw::prompt_watchers_test
