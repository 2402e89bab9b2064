// The end of an answer of HAProxy in prompt mode.
#include "actors/runners/marked_answer.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace mw::marked_answer_test {

using mw::marked_answer;

namespace {

constexpr auto stream = "Name: x\n> y\n\n> admin\n\n> Name: z\n\n> admin\n\n> ";

/// Feeds the answers in pieces of this size.
std::vector<std::string> answers_in_pieces(size_t size) {
  auto answer = marked_answer{"\n> admin\n\n> "};
  auto all = std::vector<std::string>{};
  auto rest = std::string_view{stream};
  while (!rest.empty()) {
    auto piece = rest.substr(0, size);
    rest.remove_prefix(piece.size());
    while (!piece.empty()) {
      if (answer.is_complete()) {
        answer.begin();
        all.emplace_back();
      }
      all.back() += answer.take(piece);
    }
  }
  CHECK(answer.is_complete());
  return all;
}

} // namespace

TEST_CASE("answers in prompt mode are told apart however they arrive") {
  for (size_t size = 1; size <= 50; ++size)
    CHECK(answers_in_pieces(size) == std::vector<std::string>{"Name: x\n> y\n", "Name: z\n"});
}

TEST_CASE("what may be the beginning of the mark is kept until more is known") {
  auto answer = marked_answer{"\n> admin\n\n> "};
  answer.begin();
  auto input = std::string_view{"a\n> adm"};
  CHECK(answer.take(input) == "a");
  CHECK(input.empty());
  input = "it\n";
  CHECK(answer.take(input) == "\n> admit");
  CHECK_FALSE(answer.is_complete());
}

} // namespace mw::marked_answer_test
