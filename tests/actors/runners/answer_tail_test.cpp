// The end of an answer of HAProxy: whether it is whole.
#include "actors/runners/answer_tail.hpp"

#include <catch2/catch.hpp>

#include <initializer_list>

namespace mw::answer_tail_test {

using mw::answer_tail;

namespace {

bool is_whole(std::initializer_list<std::string_view> pieces) {
  auto tail = answer_tail{};
  for (auto piece : pieces)
    tail.add(piece);
  return tail.is_whole();
}

} // namespace

TEST_CASE("an answer is whole with the empty line at its end") {
  CHECK(is_whole({"Name: x\n\n"}));
  CHECK(is_whole({"Name: x", "\n", "\n"}));
  CHECK(is_whole({"Name: x\n\n", "", "b\n\n"}));
  CHECK(is_whole({"\n\n"}));
}

TEST_CASE("an empty line alone is a whole answer") {
  CHECK(is_whole({"\n"}));
}

TEST_CASE("what breaks off within a line or behind one is not whole") {
  CHECK_FALSE(is_whole({}));
  CHECK_FALSE(is_whole({"Name: x"}));
  CHECK_FALSE(is_whole({"Name: x\n"}));
  CHECK_FALSE(is_whole({"Name: x\n\n", "Version"}));
}

TEST_CASE("the tail of one answer says nothing about the next") {
  auto tail = answer_tail{};
  tail.add("x\n\n");
  tail.clear();
  CHECK(tail.is_empty());
  CHECK_FALSE(tail.is_whole());
}

TEST_CASE("the end of a connection says whether the answer is whole, or the command not taken") {
  struct row {
    const char* bytes;
    bool was_reset;
    answer_end expected;
  };

  for (const auto& one :
       {row{"", false, answer_end::unknown}, row{"", true, answer_end::not_taken},
        row{"half\n", false, answer_end::unknown}, row{"half\n", true, answer_end::unknown},
        row{"whole\n\n", false, answer_end::whole}, row{"whole\n\n", true, answer_end::whole}}) {
    auto tail = answer_tail{};
    tail.add(one.bytes);
    CHECK(tail.at_end(one.was_reset) == one.expected);
  }
}

} // namespace mw::answer_tail_test
