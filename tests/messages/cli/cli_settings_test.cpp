// The words that change a session's settings, where each of them is spoken.
#include "messages/cli/cli_settings.hpp"
#include "messages/cli/words.hpp"

#include <catch2/catch.hpp>

namespace mw::cli_settings_test {

using namespace std::chrono_literals;
using outcome = setting_change::outcome;

namespace {

/// `5s`, `0`, `x`: what the tests need of a language of delays.
std::optional<std::chrono::milliseconds> read_delay(std::string_view text) {
  if (text == "5s")
    return 5s;
  if (text == "0")
    return 0s;
  return std::nullopt;
}

const auto all_dialects =
    std::vector{master_dialect(cli_side::master), console_dialect(), worker_dialect()};

struct session {
  cli_dialect dialect = master_dialect(cli_side::master);
  cli_settings settings = {};

  std::optional<setting_change> say(std::string_view text) {
    return change_settings(settings, split_words(text).value(), dialect, read_delay);
  }

  bool does(std::string_view text) {
    auto done = say(text);
    return done && done->is_done() && done->text.empty();
  }

  /// Answers the text for a word that changes nothing.
  std::string refused(std::string_view text) {
    auto before = settings;
    auto answer = say(text);
    REQUIRE(answer);
    CHECK_FALSE(answer->is_done());
    CHECK(settings == before);
    return answer->text;
  }
};

} // namespace

TEST_CASE("everywhere the words about settings do the same") {
  for (const auto& dialect : all_dialects) {
    auto one = session{dialect};
    CHECK(one.does("expert-mode on"));
    CHECK(one.settings.modes.expert);
    CHECK(one.does("set severity-output number"));
    CHECK(one.settings.modes.severity == severity_output::number);
    CHECK(one.does("prompt p timed"));
    CHECK(one.settings.prompt == prompt_mode{prompt_mode::kind::prompt, true});
    CHECK(one.does("operator"));
    CHECK(one.settings.level == access_level::oper);
    CHECK(one.settings.modes == cli_modes{.severity = severity_output::number});
    CHECK(one.does("user"));
    CHECK(one.settings.level == access_level::user);
    CHECK(one.does("quit"));
    CHECK(one.settings.closing);
  }
}

TEST_CASE("other commands are no words about settings") {
  for (const auto& dialect : all_dialects) {
    auto one = session{dialect};
    for (const auto* text :
         {"", "show info", "set", "set weight b/s 1", "users", "set\\ timeout cli"})
      CHECK_FALSE(one.say(text));
    CHECK(one.settings == cli_settings{});
  }
}

TEST_CASE("a level is never raised, and a lower one turns off what it has no right to") {
  auto texts = std::vector<std::string>{};
  for (const auto& dialect : all_dialects) {
    auto one = session{dialect, {.level = access_level::user}};
    texts.push_back(one.refused("operator"));
    CHECK(one.refused("expert-mode on") == texts.back());
    CHECK(one.say("expert-mode")->result == outcome::denied);
  }
  CHECK(texts == std::vector<std::string>{"Permission denied!\n", "Permission denied\n",
                                          "Permission denied\n"});
}

TEST_CASE("a mode without an argument is told, but turned off in the master's sessions") {
  for (const auto& dialect : all_dialects) {
    auto one = session{dialect, {.modes = {.expert = true}}};
    auto told = one.say("expert-mode");
    CHECK(told->text == (dialect.tells_modes ? "expert-mode is ON\n" : ""));
    CHECK(one.settings.modes.expert == dialect.tells_modes);
  }
}

TEST_CASE("ids in prompts are the master's, for operators") {
  auto one = session{};
  CHECK(one.does("set trace-id on"));
  CHECK(one.settings.trace_ids);
  CHECK(one.refused("set trace-id") == "'set trace-id' expects 'on' or 'off'\n");
  CHECK(one.refused("set trace-id on off") == "'set trace-id' expects 'on' or 'off'\n");
  CHECK(one.does("operator"));
  CHECK(one.settings.trace_ids);
  CHECK(one.does("user"));
  CHECK_FALSE(one.settings.trace_ids);
  CHECK(one.refused("set trace-id on") == "Permission denied!\n");
  CHECK_FALSE(session{console_dialect()}.say("set trace-id on"));
  CHECK_FALSE(session{worker_dialect()}.say("set trace-id on"));
}

TEST_CASE("the master's time limit is one word, and may be none at all") {
  constexpr auto wrong = "'set timeout cli' expects a delay: 500ms, 30s, 10m; 0: no limit\n";
  auto one = session{};
  CHECK_FALSE(one.say("set timeout"));
  CHECK_FALSE(one.say("set timeout client 5s"));
  for (const auto* text : {"set timeout cli", "set timeout cli x", "set timeout cli 5s 5s"})
    CHECK(one.refused(text) == wrong);
  CHECK(one.does("set timeout cli 5s"));
  CHECK(one.settings.time_limit == 5s);
  CHECK(one.does("set timeout cli 0"));
  CHECK(one.settings.time_limit == 0s);
}

TEST_CASE("a worker's time limit is its own, and is one") {
  auto one = session{worker_dialect()};
  CHECK(one.refused("set timeout") == "'set timeout' only supports 'cli'.\n");
  CHECK(one.refused("set timeout client 5s") == "'set timeout' only supports 'cli'.\n");
  CHECK(one.refused("set timeout cli") == "Expects an integer value.\n");
  CHECK(one.refused("set timeout cli x") == "Invalid timeout value.\n");
  CHECK(one.refused("set timeout cli 0") == "Invalid timeout value.\n");
  CHECK(one.does("set timeout cli 5s -"));
  CHECK(one.settings.time_limit == 5s);
}

TEST_CASE("a two-way session with the master has no time limit of its own") {
  CHECK_FALSE(session{console_dialect()}.say("set timeout cli 5s"));
}

TEST_CASE("what is said wrongly changes nothing") {
  for (const auto& dialect : all_dialects) {
    auto one = session{dialect};
    CHECK(one.refused("set severity-output loud") ==
          "one of 'none', 'number', 'string' is a required argument\n");
    CHECK_FALSE(one.refused("prompt help").empty());
    CHECK(one.say("prompt n")->is_done() == (dialect.side == cli_side::worker));
  }
}

} // namespace mw::cli_settings_test
