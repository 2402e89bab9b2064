// Commands for a session with HAProxy that stays open.
#include "actors/runners/prompt_request.hpp"

#include <catch2/catch.hpp>

namespace mw::prompt_request_test {

using words = std::vector<std::string>;

TEST_CASE("a plain command needs nothing but the mark behind its answer") {
  auto request = parse_prompt_request("show info");
  CHECK(request.level == access_level::admin);
  CHECK(request.modes.empty());
  CHECK(request.severity.empty());
  CHECK(written_form(request) == "show info\nshow cli level\n");
  CHECK(answer_lead(request).empty());
  CHECK(end_mark(request) == "\n> admin\n\n> ");
}

TEST_CASE("a lower level is the session's own, not the command's") {
  auto request = parse_prompt_request("operator -;show info");
  CHECK(request.level == access_level::oper);
  CHECK(written_form(request) == "show info\nshow cli level\n");
  CHECK(end_mark(request) == "\n> operator\n\n> ");
  CHECK(parse_prompt_request("user -;show stat").level == access_level::user);
}

TEST_CASE("modes are set for one command and undone behind it") {
  auto request =
      parse_prompt_request("set severity-output number -;expert-mode on -;debug dev check");
  CHECK(written_form(request) == "expert-mode on\nset severity-output number\ndebug dev check\n"
                                 "set severity-output none\nexpert-mode off\nshow cli level\n");
  CHECK(answer_lead(request) == "\n> \n> ");
  CHECK(end_mark(request) == "\n> \n> \n> admin\n\n> ");
}

TEST_CASE("each line of a payload brings a prompt in front of the answer") {
  auto request = parse_prompt_request("add map #1 <<\nkey value\nother value\n\n");
  CHECK(request.text == "add map #1 <<\nkey value\nother value\n\n");
  CHECK(answer_lead(request) == "+ + + ");
}

TEST_CASE("words of the command itself are left alone") {
  auto request = parse_prompt_request("echo a -;user -;b");
  CHECK(request.level == access_level::admin);
  CHECK(request.text == "echo a -;user -;b\n");
}

TEST_CASE("a backslash at the end of the line must not take the next line for its own") {
  CHECK(parse_prompt_request("show version\\").text == "show version\n");
  CHECK(parse_prompt_request("show version\\\\").text == "show version\\\\\n");
  CHECK(parse_prompt_request("\\").text == "\n");
}

TEST_CASE("what would change the session for the next one is known") {
  for (const auto* text : {"quit", " prompt i", "user", "operator", "expert-mode on",
                           "set timeout cli 1s", "set severity-output none"})
    CHECK(is_about_session(parse_prompt_request(text)));
  for (const auto* text : {"show info", "set server b/s state ready", "set", "", "users"})
    CHECK_FALSE(is_about_session(parse_prompt_request(text)));
}

TEST_CASE("a payload with empty lines has no place in a session that stays") {
  CHECK(parse_prompt_request("add map m <<E\na 1\n\nb 2\nE\n").text.empty());
  CHECK(parse_prompt_request("add map m <<E\na 1\nE\n").text == "add map m <<\na 1\n\n");
}

} // namespace mw::prompt_request_test
