// The stamps of messages that stay on their thread: one place for each address, given back.
#include "actors/runtime/stamp_table.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>

namespace mw::runtime::stamp_table_test {

using namespace mw::trace;

namespace {

struct stamps {
  /// Puts the stamp of the `index`th message, with its number as cause; false if there is no place.
  bool put(size_t index, const void* receiver = nullptr) {
    auto* place = table.put(&messages[index], receiver);
    if (place != nullptr)
      *place = {.why = {.cause = index, .message = 0}, .sent = 1};
    return place != nullptr;
  }

  stamp take(size_t index) { return table.take(&messages[index]); }

  /// Finds the first message whose place is that of message 0.
  size_t rival() {
    for (size_t index = 1; index < messages.size(); ++index)
      if (!put(index))
        return index;
      else
        take(index);
    return 0;
  }

  std::array<uint64_t, 4096> messages = {}; ///< only their addresses count
  stamp_table table;
};

} // namespace

TEST_CASE("a stamp is found until it is taken, and taken once") {
  auto all = stamps{};
  REQUIRE(all.put(7));
  CHECK(all.table.find(&all.messages[7]).why.cause == 7);
  auto taken = all.take(7);
  CHECK(taken.sent == 1);
  CHECK(taken.why.cause == 7);
  CHECK(all.take(7).sent == 0);
  CHECK(all.table.find(&all.messages[7]).sent == 0);
}

TEST_CASE("a message that never was stamped has no stamp, whoever's lies in its place") {
  auto all = stamps{};
  REQUIRE(all.put(0));
  auto rival = all.rival();
  REQUIRE(rival > 0);
  CHECK(all.take(rival).sent == 0);
  CHECK(all.table.find(&all.messages[rival]).sent == 0);
  CHECK(all.take(0).sent == 1);
}

TEST_CASE("there is no place for a second message until the first one is taken") {
  auto all = stamps{};
  REQUIRE(all.put(0));
  auto rival = all.rival();
  REQUIRE(rival > 0);
  CHECK_FALSE(all.put(rival));
  CHECK(all.take(0).why.cause == 0);
  CHECK(all.put(rival));
  CHECK(all.take(rival).why.cause == rival);
}

TEST_CASE("the address of a message that is gone is good for a new one") {
  auto all = stamps{};
  REQUIRE(all.put(3));
  auto* renewed = all.table.put(&all.messages[3], nullptr);
  REQUIRE(renewed != nullptr);
  *renewed = {.why = {}, .sent = 2};
  CHECK(all.take(3).sent == 2);
}

TEST_CASE("stamps that are out of date are unknown, and their places free") {
  auto all = stamps{};
  REQUIRE(all.put(0));
  auto rival = all.rival();
  REQUIRE(rival > 0);
  stamp_table::outdate_all();
  CHECK(all.table.find(&all.messages[0]).sent == 0);
  CHECK(all.put(rival));
  CHECK(all.take(0).sent == 0);
  CHECK(all.take(rival).sent == 1);
}

TEST_CASE("a receiver that is gone leaves no stamp behind, others keep theirs") {
  auto all = stamps{};
  auto gone = 0;
  auto other = 0;
  REQUIRE(all.put(0, &gone));
  auto rival = all.rival();
  REQUIRE(rival > 0);
  all.table.forget(&other);
  CHECK_FALSE(all.put(rival, &other));
  all.table.forget(&gone);
  CHECK(all.put(rival, &other));
  all.table.forget(&gone);
  CHECK(all.take(rival).sent == 1);
}

} // namespace mw::runtime::stamp_table_test
