// The clock finds each actor's home, whatever its class.
#include "actors/runtime/pinned_parts.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/fixtures/doer.hpp"

namespace mw::runtime::pinned_parts_test {

namespace {

caf::abstract_actor& inside(const test::doer_actor& actor) {
  return *caf::actor_cast<caf::strong_actor_ptr>(actor)->get();
}

void nothing(runtime::host<test::doer_actor>*, int64_t) {}

} // namespace

TEST_CASE_METHOD(test::actor_fixture, "an actor's home is found, the first time and again") {
  auto parts = runtime::pinned_parts{};
  auto first = spawn<test::doer_state>(nothing);
  auto second = spawn<test::doer_state>(nothing);
  for (const auto& actor : {first, second, first}) {
    auto* part = parts.of(inside(actor));
    REQUIRE(part != nullptr);
    CHECK(part == dynamic_cast<runtime::pinned_actor*>(&inside(actor)));
    CHECK(&part->unit() == &unit);
  }
}

TEST_CASE_METHOD(test::actor_fixture,
                 "an actor that is not pinned has no home, the first time and again") {
  auto parts = runtime::pinned_parts{};
  auto homeless = caf::scoped_actor{system, true};
  for (auto times = 0; times < 2; ++times)
    CHECK(parts.of(*homeless.ptr()) == nullptr);
}

} // namespace mw::runtime::pinned_parts_test
