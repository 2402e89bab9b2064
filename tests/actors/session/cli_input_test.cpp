// From a client's bytes to its commands.
#include "actors/session/cli_input.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace mw::cli_input_test {

namespace {

using event = cli_input::event;

/// Makes a command that stands for an event.
cli_command mark(std::string name) {
  return {std::move(name), {}, {}};
}

/// Takes all that an input hands out: its commands, and the other events as commands with a mark.
void drain(cli_input& input, std::vector<cli_command>& all) {
  auto command = cli_command{};
  for (auto next = input.next(command); next != event::need_more; next = input.next(command)) {
    if (next == event::command)
      all.push_back(command);
    else if (next == event::payload_line)
      all.push_back(mark("payload line"));
    else
      all.push_back(mark(next == event::line_too_long ? "line too long" : "payload too long"));
  }
}

std::vector<cli_command> all_of(std::initializer_list<std::string_view> pieces,
                                size_t limit = 100) {
  auto input = cli_input{limit};
  auto all = std::vector<cli_command>{};
  for (auto piece : pieces) {
    input.feed(piece);
    drain(input, all);
  }
  return all;
}

const auto payload_line = mark("payload line");

} // namespace

TEST_CASE("lines are cut into commands, prefixes are taken off") {
  CHECK(all_of({"show version; @1  show info ;@master\n"}) ==
        std::vector<cli_command>{
            {"", "show version", ""}, {"@1", "show info ", ""}, {"@master", "", ""}});
}

TEST_CASE("a two-way prefix takes the whole rest of its line") {
  CHECK(all_of({"a;@@1 b; c <<\nd\n"}) ==
        std::vector<cli_command>{{"", "a", ""}, {"@@1", "b; c <<", ""}, {"", "d", ""}});
}

TEST_CASE("empty commands count") {
  CHECK(all_of({"\n;;\r\n"}) == std::vector<cli_command>(4));
}

TEST_CASE("a payload stands with its command, each of its lines is told") {
  CHECK(all_of({"@1 set m <<\na;1\n@2\n\nshow\n"}) ==
        std::vector<cli_command>{payload_line,
                                 payload_line,
                                 payload_line,
                                 {"@1", "set m <<", "a;1\n@2\n\n"},
                                 {"", "show", ""}});
}

TEST_CASE("what follows a payload command on its line is the payload's first line") {
  CHECK(all_of({"set m <<E;a\nE\n"}) ==
        std::vector<cli_command>{payload_line, payload_line, {"", "set m <<E", "a\nE\n"}});
  CHECK(all_of({"set m <<E;E\nx\n"}) ==
        std::vector<cli_command>{payload_line, {"", "set m <<E", "E\n"}, {"", "x", ""}});
}

TEST_CASE("input gives the same commands wherever it is split") {
  for (auto text :
       {"show version;@1 show info\r\n\n;quit\n", "@@1 a;b\nc\\;d;e\\\\;f\n",
        "a;set m <<END;x\n @1;y\r\n\nEND\r\n@2 b\n", "1234567890;12345\n\nset <<\n1\n\n"}) {
    auto whole = all_of({text});
    auto bytes = std::string_view{text};
    for (size_t first = 0; first <= bytes.size(); ++first)
      for (size_t second = first; second <= bytes.size(); ++second) {
        INFO(text << " split at " << first << " and " << second);
        CHECK(all_of({bytes.substr(0, first), bytes.substr(first, second - first),
                      bytes.substr(second)}) == whole);
      }
  }
}

TEST_CASE("a line over the limit is dropped, wherever it is split") {
  auto bytes = std::string_view{"1234\n12345\n123456\n1\n"};
  auto expected = std::vector<cli_command>{
      {"", "1234", ""}, {"", "12345", ""}, mark("line too long"), {"", "1", ""}};
  for (size_t at = 0; at <= bytes.size(); ++at)
    CHECK(all_of({bytes.substr(0, at), bytes.substr(at)}, 5) == expected);
}

TEST_CASE("a payload over the limit drops its command") {
  CHECK(all_of({"a <<\n123\n45\n\nb\n"}, 6).back() == cli_command{"", "b", ""});
  CHECK(all_of({"a <<\n123\n45\n\nb\n"}, 6) ==
        std::vector<cli_command>{
            payload_line, payload_line, payload_line, mark("payload too long"), {"", "b", ""}});
}

TEST_CASE("the rest of a line can be dropped") {
  auto input = cli_input{};
  auto command = cli_command{};
  input.feed("a;b;c\nd\n");
  CHECK(input.next(command) == event::command);
  input.drop_line();
  CHECK(input.next(command) == event::command);
  CHECK(command == cli_command{"", "d", ""});
}

TEST_CASE("what is not handed out yet can be taken as it came") {
  auto input = cli_input{};
  auto command = cli_command{};
  input.feed("a;b;c\r\nd\nhalf");
  CHECK(input.next(command) == event::command);
  CHECK(input.take_rest() == "b;c\nd\nhalf");
  CHECK(input.next(command) == event::need_more);
  CHECK(input.take_rest().empty());
}

} // namespace mw::cli_input_test
