// The `.if` blocks of a configuration: which lines count.
#include "actors/config/text/conditions.hpp"

#include <catch2/catch.hpp>

namespace mw::config::conditions_test {

namespace {

using words = std::vector<std::string>;

/// A judge that knows `yes` and `no`, and keeps the conditions that it was asked.
struct judged {
  std::optional<bool> judge(const std::string& condition) {
    asked.push_back(condition);
    if (condition != "yes" && condition != "no")
      return std::nullopt;
    return condition == "yes";
  }

  /// Tells whether the line behind these counts.
  std::optional<bool> holds(const std::vector<words>& lines) {
    auto blocks =
        conditions{[this](const std::string& condition, const words&) { return judge(condition); }};
    for (const auto& line : lines)
      blocks.follow(line, {});
    return blocks.hold();
  }

  words asked;
};

} // namespace

TEST_CASE("outside of all conditions every line counts") {
  CHECK(conditions{}.hold() == true);
  CHECK(judged{}.holds({{".if", "no"}, {".endif"}}) == true);
}

TEST_CASE("the first branch whose condition holds counts, and no other") {
  auto [lines, expected] = GENERATE(table<std::vector<words>, std::optional<bool>>({
      {{{".if", "yes"}}, true},
      {{{".if", "no"}}, false},
      {{{".if", "yes"}, {".elif", "yes"}}, false},
      {{{".if", "no"}, {".elif", "yes"}}, true},
      {{{".if", "no"}, {".elif", "no"}, {".else"}}, true},
      {{{".if", "yes"}, {".else"}}, false},
      {{{".if", "no"}, {".elif", "yes"}, {".else"}}, false},
  }));
  CHECK(judged{}.holds(lines) == expected);
}

TEST_CASE("within a branch that does not count nothing does, and nobody asks") {
  auto by = judged{};
  CHECK(by.holds({{".if", "no"}, {".if", "yes"}}) == false);
  CHECK(by.asked == words{"no"});
  CHECK(by.holds({{".if", "yes"}, {".if", "yes"}}) == true);
}

TEST_CASE("what is not known makes unknown what depends on it, and nothing else") {
  auto [lines, expected] = GENERATE(table<std::vector<words>, std::optional<bool>>({
      {{{".if", "what"}}, std::nullopt},
      {{{".if", "what"}, {".else"}}, std::nullopt},
      {{{".if", "yes"}, {".elif", "what"}}, false},
      {{{".if", "what"}, {".endif"}}, true},
      {{{".if", "no"}, {".if", "what"}}, false},
  }));
  CHECK(judged{}.holds(lines) == expected);
  auto nobody = conditions{};
  nobody.follow({".if", "yes"}, {});
  CHECK(nobody.hold() == std::nullopt);
}

TEST_CASE("a condition is asked about once, if at all, with its variables and its words in a row") {
  auto asked = std::vector<std::pair<std::string, words>>{};
  auto blocks = conditions{[&](const std::string& condition, const words& variables) {
    asked.emplace_back(condition, variables);
    return true;
  }};
  blocks.follow({".if", "streq(a b,c)", "&&", "x"}, {"A=1"});
  CHECK(asked.empty());
  CHECK(blocks.hold() == true);
  CHECK(blocks.hold() == true);
  CHECK(asked == std::vector<std::pair<std::string, words>>{{"streq(a b,c) && x", {"A=1"}}});
}

TEST_CASE("lines that belong to no block change nothing") {
  for (const auto* word : {".elif", ".else", ".endif"}) {
    auto blocks = conditions{};
    blocks.follow({word}, {});
    CHECK(blocks.hold() == true);
  }
}

} // namespace mw::config::conditions_test
