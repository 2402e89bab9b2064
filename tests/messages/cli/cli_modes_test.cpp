// The modes of a CLI session, as its commands change them.
#include "messages/cli/cli_modes.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace mw::cli_modes_test {

using words = std::vector<std::string>;

namespace {

constexpr auto all_on = cli_modes{true, true, true, severity_output::string};

} // namespace

TEST_CASE("a mode is on after `on`, and off after anything else or nothing") {
  for (const auto& word : mode_words()) {
    auto modes = cli_modes{};
    switch_mode(modes, word, words{"on", "-"});
    CHECK(modes.*word.flag);
    CHECK(mode_text(modes, word) == std::string{word.name} + " is ON\n");
    for (const auto& arguments : {words{}, words{"off"}, words{"foo"}, words{"-", "on"}}) {
      modes = all_on;
      switch_mode(modes, word, arguments);
      CHECK_FALSE(modes.*word.flag);
      CHECK(mode_text(modes, word) == std::string{word.name} + " is OFF\n");
    }
  }
}

TEST_CASE("each mode has its own word, and other words have none") {
  CHECK(find_mode_word("expert-mode")->flag == &cli_modes::expert);
  CHECK(find_mode_word("experimental-mode")->flag == &cli_modes::experimental);
  CHECK(find_mode_word("mcli-debug-mode")->flag == &cli_modes::mcli_debug);
  for (auto word : {"", "expert", "Expert-mode", "expert-mode "})
    CHECK(find_mode_word(word) == nullptr);
}

TEST_CASE("set severity-output takes one of three words and else says which") {
  auto modes = cli_modes{.expert = true};
  CHECK(change_severity(modes, words{"number", "-"}));
  CHECK(modes == cli_modes{.expert = true, .severity = severity_output::number});
  CHECK(change_severity(modes, words{"none"}));
  CHECK(modes == cli_modes{.expert = true});
  for (const auto& arguments : {words{}, words{"-"}, words{"foo", "number"}})
    CHECK(change_severity(modes, arguments).error() ==
          "one of 'none', 'number', 'string' is a required argument\n");
  CHECK(modes == cli_modes{.expert = true});
}

TEST_CASE("without rights only the severity is left of a session's modes") {
  CHECK(without_rights(all_on) == cli_modes{.severity = severity_output::string});
}

TEST_CASE("a prompt has a letter for each mode that is on, in one order") {
  CHECK(prompt_flags({}).empty());
  CHECK(prompt_flags({.severity = severity_output::number}).empty());
  CHECK(prompt_flags({.expert = true}) == "(e)");
  CHECK(prompt_flags({.expert = true, .experimental = true}) == "(xe)");
  CHECK(prompt_flags({.mcli_debug = true}) == "(d)");
  CHECK(prompt_flags(all_on) == "(xed)");
}

} // namespace mw::cli_modes_test
