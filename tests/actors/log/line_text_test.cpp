// Log lines as text.
#include "actors/log/line_text.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <unistd.h>

namespace mw::line_text_test {

using log::severity;

namespace {

std::string with_pid(const std::string& label, const std::string& text) {
  return fmt::format("{}({}) : {}\n", label, getpid(), text);
}

} // namespace

TEST_CASE("the text of a log line begins in column 12, whatever its severity is") {
  CHECK(log::line(severity::info, "a") == with_pid("[INFO]     ", "a"));
  CHECK(log::line(severity::notice, "a b") == with_pid("[NOTICE]   ", "a b"));
  CHECK(log::line(severity::warning, "") == with_pid("[WARNING]  ", ""));
  CHECK(log::line(severity::alert, "c") == with_pid("[ALERT]    ", "c"));
}

TEST_CASE("a text cannot forge a second log line") {
  CHECK(log::line(severity::info, "show proc\n[ALERT]    (1) : gone") ==
        with_pid("[INFO]     ", "show proc\\x0a[ALERT]    (1) : gone"));
  CHECK(log::line(severity::info, "a\r\x1b[2J\x7f\tb") ==
        with_pid("[INFO]     ", "a\\x0d\\x1b[2J\\x7f\tb"));
  CHECK(log::line(severity::info, {"a\0b", 3}) == with_pid("[INFO]     ", "a\\x00b"));
  CHECK(log::line(severity::info, "\u00e4") == with_pid("[INFO]     ", "\u00e4"));
}

TEST_CASE("the line feed that a text ends with is the line's own") {
  CHECK(log::line(severity::notice, "a\n") == with_pid("[NOTICE]   ", "a"));
  CHECK(log::line(severity::notice, "a\n\n") == with_pid("[NOTICE]   ", "a\\x0a"));
}

TEST_CASE("lines made elsewhere stay lines, without their control characters") {
  CHECK(log::printable_lines("").empty());
  CHECK(log::printable_lines("[ALERT]    (7) : a\nb\n") == "[ALERT]    (7) : a\nb\n");
  CHECK(log::printable_lines("a\x1b[2J\n\n\tb\r\n") == "a\\x1b[2J\n\n\tb\\x0d\n");
}

TEST_CASE("a last line made elsewhere gets the end that it lacks") {
  CHECK(log::printable_lines("a\nb") == "a\nb\n");
  CHECK(log::printable_lines("\n") == "\n");
}

TEST_CASE("a line's head tells the journal its priority") {
  CHECK(log::journal_priority("[INFO]     (1) : a\n") == "<6>");
  CHECK(log::journal_priority("[NOTICE]   (1) : a\n") == "<5>");
  CHECK(log::journal_priority("[WARNING]  (1) : a\n") == "<4>");
  CHECK(log::journal_priority("[ALERT]    (1) : a\n") == "<1>");
}

TEST_CASE("a line without a known head is a notice to the journal") {
  for (const auto* each :
       {"", "\n", "[DIAG]     (1) : a\n", " [ALERT]    (1) : a\n", "[ALERT", "a"})
    CHECK(log::journal_priority(each) == "<5>");
}

TEST_CASE("only the stream of this device and this inode is the journal's") {
  CHECK(log::names_stream("9:4711", 9, 4711));
  for (const auto* each : {"", "9", "9:", ":4711", "9:47110", "94711", "8:4711", "9:4711 ",
                           " 9:4711", "9:+4711", "x:y"})
    CHECK_FALSE(log::names_stream(each, 9, 4711));
}

TEST_CASE("names stand for the texts that another program prints") {
  const auto names = log::file_names{{"/fd/6", "a.cfg"}, {"/fd/7", "/fd/6"}};
  CHECK(log::with_names("[/fd/6:4] and /fd/6\n", names) == "[a.cfg:4] and a.cfg\n");
  CHECK(log::with_names("/fd/60 /fd/6", names) == "/fd/60 a.cfg");
  CHECK(log::with_names("/fd/7", names) == "/fd/6");
  CHECK(log::with_names("a /fd/6\n", {}) == "a /fd/6\n");
}

} // namespace mw::line_text_test
