// The clock finds each actor's home, whatever its class.
#include "actors/runtime/pinned_parts.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/doer.hpp"

using namespace mw;

namespace {

caf::abstract_actor& inside(const test::doer_actor& actor) {
  return *caf::actor_cast<caf::strong_actor_ptr>(actor)->get();
}

void nothing(host<test::doer_actor>*, int64_t) {}

} // namespace

TEST_CASE_METHOD(test::actor_fixture, "an actor's home is found, the first time and again") {
  auto parts = pinned_parts{};
  auto first = spawn<test::doer_state>(nothing);
  auto second = spawn<test::doer_state>(nothing);
  for (const auto& actor : {first, second, first}) {
    auto* part = parts.of(inside(actor));
    REQUIRE(part != nullptr);
    CHECK(part == dynamic_cast<pinned_actor*>(&inside(actor)));
    CHECK(&part->unit() == &unit);
  }
}

TEST_CASE_METHOD(test::actor_fixture,
                 "an actor that is not pinned has no home, the first time and again") {
  auto parts = pinned_parts{};
  auto homeless = caf::scoped_actor{system, true};
  for (auto times = 0; times < 2; ++times)
    CHECK(parts.of(*homeless.ptr()) == nullptr);
}
