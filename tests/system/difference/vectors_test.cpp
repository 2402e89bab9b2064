// Recorded conversations with HAProxy's master CLI, held with this program byte by byte.
#include "tests/programs/service.hpp"
#include "tests/system/difference/vectors.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <numeric>
#include <regex>

using namespace mw;
using namespace mw::test;

namespace {

constexpr auto usage = "Usage: prompt [help | i | p | timed]*\n"
                       "Changes the default prompt and interactive mode. Available options:\n"
                       "  help    display this help\n"
                       "  i       set to interactive mode only (no prompt, multi-command)\n"
                       "  p       set to prompt+interactive mode (prompt + multi-command)\n"
                       "  timed   toggle displaying the current date in the prompt\n"
                       "Without any argument, toggles between i<->p.\n";

void replace(std::string& text, const std::string& name, const std::string& value) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
    text.replace(at, name.size(), value);
}

/// The list of the commands like these words, under an unknown command's title.
std::string unknown_text(const service& master, const std::string& prefix,
                         const std::string& words) {
  auto list = master.talk(prefix + "help " + words + "\n");
  list.erase(0, list.find('\n'));
  list.resize(list.size() - 2);
  return "Unknown command: '" + words.substr(0, words.find(' ')) +
         "', but maybe one of the following ones is a better match:" + list;
}

/// Puts the facts of this master in the place of the placeholders.
std::string filled(const service& master, std::string_view recorded) {
  auto text = std::string{recorded};
  auto found = std::smatch{};
  static const auto unknown = std::regex{R"(\{(WORKER-)?UNKNOWN ([^}]*)\})"};
  while (std::regex_search(text, found, unknown)) {
    auto value = unknown_text(master, found[1].matched ? "@1 " : "", found[2]);
    text = found.prefix().str() + value + found.suffix().str();
  }
  replace(text, "{VER}", MW_VERSION);
  replace(text, "{W}", std::to_string(master.workers().at(0)));
  replace(text, "{PATH}", master.path());
  replace(text, "{USAGE}", usage);
  return text;
}

/// Replaces times by their placeholder.
std::string timeless(const std::string& text) {
  static const auto uptime = std::regex{R"(\[0:00:0\d:\d\d\])"};
  return std::regex_replace(text, uptime, "[{UP}]");
}

/// Reads as much as is expected, and then what comes instead of it or beyond it.
std::string read_expected(cli_client& client, const std::string& expected) {
  auto size = expected.size();
  if (expected.find("{UP}") != std::string::npos)
    size += std::string_view{"0:00:00:00"}.size() - std::string_view{"{UP}"}.size();
  return timeless(client.read(size));
}

/// The text behind the last line of an output: in prompt mode the prompt, the last one if words
/// without an answer came between.
std::string prompt_at_end(const std::string& output) {
  constexpr auto end = std::string_view{"> "};
  auto prompts = output.substr(output.rfind('\n') + 1); // npos + 1 is 0
  if (prompts.size() <= end.size())
    return prompts;
  auto before = prompts.rfind(end, prompts.size() - end.size() - 1);
  return before == std::string::npos ? prompts : prompts.substr(before + end.size());
}

void check_open(cli_client& client, const std::string& last_output) {
  client.send("@master echo still here\n");
  client.half_close();
  CHECK(timeless(client.read_to_end()) == "still here\n\n" + prompt_at_end(last_output));
}

void check_open_again(cli_client& client) {
  auto until = deadline{patience};
  do
    client.send("@master echo still here\n");
  while (!client.something_comes(milliseconds{20}) && !until.passed());
  CHECK(client.read_until("\n\n") == "still here\n\n");
}

void check_end(cli_client& client, const vector& recorded, const std::string& last_output) {
  switch (recorded.then) {
  case after::open:
    return check_open(client, last_output);
  case after::two_way:
    return check_open_again(client);
  case after::half_close:
    client.half_close();
    [[fallthrough]];
  case after::end:
    CHECK(client.read_to_end().empty());
  }
}

} // namespace

TEST_CASE("every recorded conversation with HAProxy's master goes the same way here") {
  auto master = service{};
  for (const auto& recorded : vectors())
    DYNAMIC_SECTION("vector " << recorded.number << ": " << recorded.name) {
      INFO("decision: " << recorded.decision);
      auto client = master.connect();
      auto expected = std::string{};
      for (const auto& [in, out] : recorded.talk) {
        expected = filled(master, out);
        client.send(filled(master, in));
        CHECK(read_expected(client, expected) == expected);
      }
      check_end(client, recorded, expected);
    }
}

TEST_CASE("each of the 70 recordings is played or has a reason why not") {
  auto times = std::map<int, int>{};
  for (const auto& recorded : vectors())
    ++times[recorded.number];
  for (const auto& absent : vectors_without_commands()) {
    CHECK(!absent.reason.empty());
    for (auto number : absent.numbers)
      ++times[number];
  }
  auto once = std::map<int, int>{};
  for (auto number = 1; number <= 70; ++number)
    once[number] = 1;
  CHECK(times == once);
}

TEST_CASE("a command of a recording that is not played is unknown, so the recording is missing for "
          "a reason") {
  auto master = service{};
  auto words = GENERATE("@1 show map x", "@1 add map x a b", "@1 clear map x");
  CHECK(master.talk(std::string{words} + "\n").starts_with("Unknown command: '"));
}
