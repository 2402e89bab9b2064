// Nearest keywords.
#include "actors/config/text/suggestion.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace mw::config::suggestion_test {

namespace {

const std::vector<std::string_view> keywords{"mode", "balance", "timeout", "server", "id"};

std::string nearest(std::string_view word) {
  return std::string(nearest_keyword(word, keywords).value_or("(none)"));
}

} // namespace

TEST_CASE("the distance counts inserted, removed, replaced and swapped letters") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("balance", "balance") == 0);
  CHECK(edit_distance("blance", "balance") == 1);
  CHECK(edit_distance("ballance", "balance") == 1);
  CHECK(edit_distance("balence", "balance") == 1);
  CHECK(edit_distance("tiemout", "timeout") == 1);
  CHECK(edit_distance("abcd", "badc") == 2);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("a keyword with a small mistake is recognised") {
  CHECK(nearest("blance") == "balance");
  CHECK(nearest("tiemout") == "timeout");
  CHECK(nearest("srver") == "server");
  CHECK(nearest("mod") == "mode");
  CHECK(nearest("mode") == "mode");
}

TEST_CASE("a word that is like no keyword gets no suggestion") {
  CHECK(nearest("xyzzy") == "(none)");
  CHECK(nearest("m") == "(none)");
  CHECK(nearest("") == "(none)");
  CHECK(nearest("ser") == "(none)");
  CHECK(nearest(std::string(100000, 'a')) == "(none)");
}

TEST_CASE("of several keywords the nearest is suggested, and the first of equal ones") {
  const std::vector<std::string_view> alike{"maxconn", "maxpconn", "macconn"};
  CHECK(nearest_keyword("maxpcon", alike) == "maxpconn");
  CHECK(nearest_keyword("mazconn", alike) == "maxconn");
}

TEST_CASE("no keywords give no suggestion") {
  CHECK(nearest_keyword("mode", {}) == std::nullopt);
}

TEST_CASE("the sentence about an unknown word ends with the nearest keyword, or in another way") {
  const std::vector<std::string_view> known{"maxconn", "mode"};
  CHECK(did_you_mean("maxcon", known) == "; did you mean 'maxconn' ?");
  CHECK(did_you_mean("xyzzy", known).empty());
  CHECK(did_you_mean("xyzzy", known, ".") == ".");
}

} // namespace mw::config::suggestion_test
