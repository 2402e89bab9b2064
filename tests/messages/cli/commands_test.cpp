// What kind of command something is.
#include "messages/cli/commands.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace mw::commands_test {

using texts = std::set<std::string_view>;

namespace {

template <class Is>
texts those_that(std::span<const command_entry> table, Is is) {
  auto found = texts{};
  for (const auto& entry : table)
    if (is(entry))
      found.insert(entry.words);
  return found;
}

texts at(std::span<const command_entry> table, command_place place) {
  return those_that(table, [place](const auto& entry) { return entry.place == place; });
}

} // namespace

TEST_CASE("each command has one entry") {
  for (auto table : {master_commands(), relayed_commands()}) {
    auto words = texts{};
    for (const auto& entry : table) {
      CHECK(words.insert(entry.words).second);
      CHECK_FALSE(entry.words.empty());
    }
  }
}

TEST_CASE("a command of the master that help lists says how it is used and what it does") {
  for (const auto& entry : master_commands())
    CHECK(entry.usage.empty() == entry.hidden);
}

TEST_CASE("what of the master's is the session's, and what the router's") {
  CHECK(at(master_commands(), command_place::session) ==
        texts{"expert-mode", "experimental-mode", "mcli-debug-mode", "operator", "prompt", "quit",
              "set severity-output", "set timeout cli", "set trace-id", "user"});
  CHECK(at(master_commands(), command_place::router) == texts{"show events", "show metrics"});
  CHECK(those_that(master_commands(), [](const auto& entry) { return entry.live; }) ==
        texts{"actor-trace follow", "show events"});
}

TEST_CASE("a command of the master is known however it is typed") {
  CHECK(command_for_master("actor-trace  follow type=a").live);
  CHECK(command_for_master("actor\\-trace follow").live);
  CHECK_FALSE(command_for_master("actor-trace last").live);
  CHECK_FALSE(command_for_master("echo actor-trace follow").live);
  CHECK(command_for_master("\tshow\tmetrics").place == command_place::router);
  CHECK(command_for_master("show\\ metrics").words.empty());
  CHECK(command_for_master("").words.empty());
  CHECK(command_for_master("\\").words.empty());
}

TEST_CASE("a merge is known by its first word alone") {
  CHECK(command_for_worker("merge x").place == command_place::router);
  CHECK(command_for_worker("merge").place == command_place::router);
  for (const auto* text : {"merges show info", "show merge", ""})
    CHECK(command_for_worker(text).place == command_place::runner);
}

TEST_CASE("what of a worker's only asks, and what waits for its client") {
  CHECK(command_for_worker("show info").is_question);
  CHECK(command_for_worker("get weight b/s").is_question);
  CHECK_FALSE(command_for_worker("set weight b/s 1").is_question);
  CHECK_FALSE(command_for_worker("show events buf0").is_question);
  CHECK(command_for_worker("show events buf0").watches_input);
  CHECK(command_for_worker("wait 1s").watches_input);
  CHECK_FALSE(command_for_worker("show info").watches_input);
}

TEST_CASE("what stands behind a secret's words is not shown, wherever they stand") {
  CHECK(without_secrets("set ssl tls-key #1 c2VjcmV0") == "set ssl tls-key");
  CHECK(without_secrets("show info;set ssl  tls-key #1 c2VjcmV0;quit") ==
        "show info;set ssl  tls-key");
  CHECK(without_secrets("show info") == "show info");
  CHECK(without_secrets("").empty());
}

} // namespace mw::commands_test
