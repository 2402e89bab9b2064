// Log lines on their way out: losses and the journal.
#include "actors/log/line_text.hpp"
#include "actors/log/log_sink.hpp"
#include "tests/clients/non_reader.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <string>

#include <sys/stat.h>

namespace mw::log_sink_test {

using namespace mw::test;
using log::severity;

namespace {

std::string name_of(int fd) {
  struct stat status {};

  REQUIRE(::fstat(fd, &status) == 0);
  return fmt::format("{}:{}", status.st_dev, status.st_ino);
}

struct sink_fixture {
  void log(const std::string& line) { sink.write(line); }

  /// Writes lines until one is lost.
  void fill() {
    auto big = std::string(4'095, 'x') + '\n';
    for (auto page = 0; page < 4; ++page)
      log(big);
    log(big);
  }

  non_reader stream;
  log_sink sink{stream.fd(), {}};
};

const auto two_lost = log::line(severity::warning, "2 log lines could not be written");
const auto one_lost = log::line(severity::warning, "1 log lines could not be written");

} // namespace

TEST_CASE_METHOD(sink_fixture, "log lines are written as they are") {
  log("a {}\n");
  log("<5>b\n");
  CHECK(stream.read() == "a {}\n<5>b\n");
}

TEST_CASE_METHOD(sink_fixture, "lost log lines are counted, and told before the next one") {
  fill();
  log("lost as well\n");
  stream.read();
  log("a\n");
  log("b\n");
  CHECK(stream.read() == two_lost + "a\nb\n");
}

TEST_CASE_METHOD(sink_fixture, "each loss of log lines is told once") {
  for (auto round = 0; round < 2; ++round) {
    fill();
    stream.read();
    log("a\n");
    CHECK(stream.read() == one_lost + "a\n");
  }
}

TEST_CASE_METHOD(sink_fixture, "log lines that nobody can read any more are no error") {
  stream.close_reader();
  log("a\n");
  log("b\n");
  CHECK(stream.read().empty());
}

TEST_CASE_METHOD(sink_fixture, "log lines to the journal begin with their priority") {
  auto journal = log_sink{stream.fd(), name_of(stream.fd())};
  journal.write(log::line(severity::alert, "a"));
  journal.write("[WARNING]  (7) : b\n");
  journal.write("c\n");
  CHECK(stream.read() == "<1>" + log::line(severity::alert, "a") + "<4>[WARNING]  (7) : b\n<5>c\n");
}

TEST_CASE_METHOD(sink_fixture, "a journal that reads another stream changes no log line") {
  auto other = non_reader{};
  auto sink_of_stream = log_sink{stream.fd(), name_of(other.fd())};
  sink_of_stream.write(log::line(severity::alert, "a"));
  CHECK(stream.read() == log::line(severity::alert, "a"));
}

TEST_CASE_METHOD(sink_fixture, "the journal is told of lost log lines as a warning") {
  auto journal = log_sink{stream.fd(), name_of(stream.fd())};
  fill();
  journal.write("lost\n");
  stream.read();
  journal.write("a\n");
  CHECK(stream.read() == "<4>" + one_lost + "<5>a\n");
}

} // namespace mw::log_sink_test
