// The text that a runner writes to a worker for a command.
#include "actors/runners/worker_text.hpp"

#include <catch2/catch.hpp>

namespace mw::worker_text_test {

namespace {

using kind = prompt_mode::kind;

run_command at(access_level level, std::string text, std::string payload = {}) {
  return {.id = 1, .level = level, .text = std::move(text), .payload = {std::move(payload)}};
}

std::string greeting(access_level level, prompt_mode mode) {
  return console_greeting({.id = 1, .level = level, .mode = mode});
}

} // namespace

TEST_CASE("a command of an admin goes as it is") {
  CHECK(worker_text(at(access_level::admin, "show info")) == "show info");
  CHECK(worker_text(at(access_level::admin, "echo a\\;b")) == "echo a\\;b");
  CHECK(worker_text(at(access_level::admin, "")).empty());
}

TEST_CASE("a lower level is told first, without an answer") {
  CHECK(worker_text(at(access_level::oper, "show info")) == "operator -;show info");
  CHECK(worker_text(at(access_level::user, "show info")) == "user -;show info");
}

TEST_CASE("a session's modes are told behind its level, each without an answer") {
  auto command = at(access_level::admin, "show info");
  command.modes = {.expert = true, .experimental = true};
  CHECK(worker_text(command) == "expert-mode on -;experimental-mode on -;show info");
  command.modes.severity = severity_output::number;
  CHECK(worker_text(command) ==
        "set severity-output number -;expert-mode on -;experimental-mode on -;show info");
  command.level = access_level::oper;
  command.modes = {.severity = severity_output::string};
  CHECK(worker_text(command) == "operator -;set severity-output string -;show info");
}

TEST_CASE("the master's debug mode is no worker's business") {
  auto command = at(access_level::admin, "");
  command.modes = {.mcli_debug = true};
  CHECK(worker_text(command).empty());
}

TEST_CASE("a payload belongs to the last command of the line, behind the modes") {
  auto command = at(access_level::admin, "set map m <<", "a 1\n\n");
  command.modes = {.severity = severity_output::number};
  CHECK(worker_text(command) == "set severity-output number -;set map m <<\na 1\n\n");
}

TEST_CASE("a payload follows on lines of its own") {
  CHECK(worker_text(at(access_level::admin, "set map m <<", "a 1\n\n")) == "set map m <<\na 1\n\n");
  CHECK(worker_text(at(access_level::user, "set map m <<", "\n")) == "user -;set map m <<\n\n");
}

TEST_CASE("a two-way session begins with the session's prompt mode") {
  CHECK(greeting(access_level::admin, {kind::interactive, false}) == "prompt i\n");
  CHECK(greeting(access_level::admin, {kind::prompt, false}) == "prompt p\n");
  CHECK(greeting(access_level::admin, {kind::prompt, true}) == "prompt p timed\n");
  CHECK(greeting(access_level::admin, {kind::interactive, true}) == "prompt i timed\n");
}

TEST_CASE("a two-way session begins with the session's level") {
  CHECK(greeting(access_level::oper, {}) == "operator -;prompt i\n");
  CHECK(greeting(access_level::user, {kind::prompt, false}) == "user -;prompt p\n");
}

} // namespace mw::worker_text_test
