// The prompt command and the prompt's texts.
#include "messages/cli/prompt.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace mw::prompt_test {

using kind = prompt_mode::kind;
using words = std::vector<std::string>;

namespace {

struct change {
  prompt_mode from;
  words arguments;
  prompt_mode to;
};

} // namespace

TEST_CASE("prompt changes the master's mode") {
  auto c = GENERATE(values<change>({
      {{kind::interactive, false}, {}, {kind::prompt, false}},
      {{kind::prompt, false}, {}, {kind::interactive, false}},
      {{kind::prompt, true}, {}, {kind::interactive, true}},
      {{kind::interactive, false}, {"i"}, {kind::interactive, false}},
      {{kind::interactive, false}, {"p"}, {kind::prompt, false}},
      {{kind::prompt, false}, {"i"}, {kind::interactive, false}},
      {{kind::prompt, false}, {"p", "i"}, {kind::interactive, false}},
      {{kind::interactive, false}, {"timed"}, {kind::prompt, true}},
      {{kind::prompt, true}, {"timed"}, {kind::prompt, false}},
      {{kind::interactive, false}, {"i", "timed"}, {kind::interactive, true}},
      {{kind::interactive, false}, {"timed", "timed"}, {kind::prompt, false}},
  }));
  CHECK(change_prompt(c.from, c.arguments, cli_side::master).value() == c.to);
}

TEST_CASE("prompt changes a worker's mode, which may be single-command") {
  auto c = GENERATE(values<change>({
      {{kind::single, false}, {}, {kind::prompt, false}},
      {{kind::interactive, false}, {}, {kind::prompt, false}},
      {{kind::prompt, false}, {}, {kind::single, false}},
      {{kind::prompt, false}, {"n"}, {kind::single, false}},
      {{kind::single, false}, {"i"}, {kind::interactive, false}},
      {{kind::single, false}, {"timed"}, {kind::prompt, true}},
      {{kind::single, false}, {"n", "timed"}, {kind::single, true}},
  }));
  CHECK(change_prompt(c.from, c.arguments, cli_side::worker).value() == c.to);
}

TEST_CASE("prompt shows the master's usage for help, n and unknown words") {
  auto arguments = GENERATE(values<words>({{"help"}, {"n"}, {"x"}, {"p", "foo"}, {"P"}, {""}}));
  auto changed = change_prompt({}, arguments, cli_side::master);
  REQUIRE_FALSE(changed.has_value());
  CHECK(changed.error() ==
        R"(Usage: prompt [help | i | p | timed]*
Changes the default prompt and interactive mode. Available options:
  help    display this help
  i       set to interactive mode only (no prompt, multi-command)
  p       set to prompt+interactive mode (prompt + multi-command)
  timed   toggle displaying the current date in the prompt
Without any argument, toggles between i<->p.
)");
}

TEST_CASE("prompt shows the worker's usage for help and unknown words") {
  auto changed = change_prompt({}, words{"help"}, cli_side::worker);
  REQUIRE_FALSE(changed.has_value());
  CHECK(changed.error() ==
        R"(Usage: prompt [help | n | i | p | timed]*
Changes the default prompt and interactive mode. Available options:
  help    display this help
  n       set to single-command mode (no prompt, single command)
  i       set to interactive mode only (no prompt, multi-command)
  p       set to prompt+interactive mode (prompt + multi-command)
  timed   toggle displaying the current date in the prompt
Without any argument, toggles between n/i->p, p->n.
)");
}

TEST_CASE("a timed prompt shows days, hours, minutes and seconds") {
  using std::chrono::seconds;
  CHECK(timed_prefix(seconds{0}) == "[0:00:00:00] ");
  CHECK(timed_prefix(seconds{133}) == "[0:00:02:13] ");
  CHECK(timed_prefix(seconds{86399}) == "[0:23:59:59] ");
  CHECK(timed_prefix(seconds{86400 * 120 + 3661}) == "[120:01:01:01] ");
}

TEST_CASE("a clock that went backwards shows as no uptime") {
  CHECK(timed_prefix(std::chrono::seconds{-5}) == "[0:00:00:00] ");
}

} // namespace mw::prompt_test
