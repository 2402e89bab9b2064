// Commands for a connection to HAProxy that stays open.
#include "actors/runners/prompt_request.hpp"

#include <catch2/catch.hpp>

namespace mw::prompt_request_test {

namespace {

run_command command(const std::string& text, access_level level = access_level::admin) {
  return {.id = 1, .level = level, .text = text};
}

} // namespace

TEST_CASE("a plain command needs nothing but the mark behind its answer") {
  auto request = make_prompt_request(command("show info")).value();
  CHECK(request.lines == "show info\nshow cli level\n");
  CHECK(request.lead.empty());
  CHECK(request.mark == "\n> admin\n\n> ");
}

TEST_CASE("a question without a request has the same lines and the same mark") {
  auto request = make_prompt_request(command("show info")).value();
  auto lines = std::string{};
  append_question(lines, "show info");
  CHECK(lines == request.lines);
  CHECK(question_mark(access_level::admin) == request.mark);
}

TEST_CASE("a lower level is the connection's own, not the command's") {
  auto request = make_prompt_request(command("show info", access_level::oper)).value();
  CHECK(request.lines == "show info\nshow cli level\n");
  CHECK(request.mark == "\n> operator\n\n> ");
}

TEST_CASE("modes are set for one command and undone behind it") {
  auto debug = command("debug dev check");
  debug.modes.severity = severity_output::number;
  debug.modes.expert = true;
  auto request = make_prompt_request(debug).value();
  CHECK(request.lines == "expert-mode on\nset severity-output number\ndebug dev check\n"
                         "set severity-output none\nexpert-mode off\nshow cli level\n");
  CHECK(request.lead == "\n> \n> ");
  CHECK(request.mark == "\n> \n> \n> admin\n\n> ");
}

TEST_CASE("the master's own mode is not the worker's") {
  auto debug = command("show info");
  debug.modes.mcli_debug = true;
  CHECK(make_prompt_request(debug)->lines == "show info\nshow cli level\n");
}

TEST_CASE("each line of a payload brings a prompt in front of the answer") {
  auto map = command("add map #1 <<");
  map.payload = {"key value\nother value\n\n"};
  auto request = make_prompt_request(map).value();
  CHECK(request.lines == "add map #1 <<\nkey value\nother value\n\nshow cli level\n");
  CHECK(request.lead == "+ + + ");
}

TEST_CASE("words that look like a level or a mode are the command's own") {
  CHECK(make_prompt_request(command("echo a -;user -;b"))->lines ==
        "echo a -;user -;b\nshow cli level\n");
}

TEST_CASE("a backslash at the end of the line must not take the next line for its own") {
  auto lines = [](const std::string& text) { return make_prompt_request(command(text))->lines; };
  CHECK(lines("show version\\") == "show version\nshow cli level\n");
  CHECK(lines("show version\\\\") == "show version\\\\\nshow cli level\n");
  CHECK(lines("\\") == "\nshow cli level\n");
}

TEST_CASE("what would change the connection for the next one is known") {
  for (const auto* text : {"quit", " prompt i", "user", "operator", "expert-mode on",
                           "set timeout cli 1s", "set severity-output none"})
    CHECK(is_about_session(text));
  for (const auto* text : {"show info", "set server b/s state ready", "set", "", "users"})
    CHECK_FALSE(is_about_session(text));
}

TEST_CASE("a payload with empty lines has no place on a connection that stays") {
  auto map = command("add map m <<E");
  map.payload = {"a 1\n\nb 2\nE\n"};
  CHECK_FALSE(make_prompt_request(map));
  map.payload = {"a 1\nE\n"};
  CHECK(make_prompt_request(map)->lines == "add map m <<\na 1\n\nshow cli level\n");
}

} // namespace mw::prompt_request_test
