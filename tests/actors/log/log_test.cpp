// Log lines on stderr.
#include "actors/log/log.hpp"
#include "tests/support/stderr_capture.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

namespace mw::log_test {

namespace {

const auto pid = fmt::format("({})", getpid());

const auto info_line = "[INFO]     " + pid + " : a 0\n";
const auto notice_line = "[NOTICE]   " + pid + " : a 1\n";
const auto warning_line = "[WARNING]  " + pid + " : b 2\n";
const auto alert_line = "[ALERT]    " + pid + " : c 3\n";

/// Puts the threshold back after a test.
struct log_fixture {
  ~log_fixture() { log::set_threshold(log::severity::info); }

  static void write_all() {
    log::info("a {}", 0);
    log::notice("a {}", 1);
    log::warning("b {}", 2);
    log::alert("c {}", 3);
  }

  test::stderr_capture out;
};

} // namespace

TEST_CASE_METHOD(log_fixture, "at first every log line is printed") {
  write_all();
  CHECK(out.take() == info_line + notice_line + warning_line + alert_line);
}

TEST_CASE_METHOD(log_fixture, "what is below the threshold is not printed") {
  log::set_threshold(log::severity::notice);
  write_all();
  CHECK(out.take() == notice_line + warning_line + alert_line);
  log::set_threshold(log::severity::warning);
  write_all();
  CHECK(out.take() == warning_line + alert_line);
  log::set_threshold(log::severity::alert);
  write_all();
  CHECK(out.take() == alert_line);
  log::set_threshold(log::severity::info);
  write_all();
  CHECK(out.take() == info_line + notice_line + warning_line + alert_line);
}

TEST_CASE_METHOD(log_fixture, "what is below the threshold is known before it is made") {
  CHECK(log::is_on(log::severity::info));
  log::set_threshold(log::severity::warning);
  CHECK_FALSE(log::is_on(log::severity::notice));
  CHECK(log::is_on(log::severity::warning));
  CHECK(log::is_on(log::severity::alert));
}

TEST_CASE_METHOD(log_fixture, "braces in a text are text") {
  log::write(log::severity::notice, "worker {} said {0}");
  CHECK(out.take() == "[NOTICE]   " + pid + " : worker {} said {0}\n");
}

TEST_CASE_METHOD(log_fixture, "what is logged is the line that is told to others") {
  log::write(log::severity::alert, "a\nb");
  CHECK(out.take() == log::line(log::severity::alert, "a\nb"));
}

TEST_CASE_METHOD(log_fixture, "a worker's lines are passed on as they are, even when it is quiet") {
  log::set_threshold(log::severity::alert);
  log::raw("[NOTICE]   (7) : a {}\n\nb\x1b\n");
  log::raw("");
  CHECK(out.take() == "[NOTICE]   (7) : a {}\n\nb\\x1b\n");
}

} // namespace mw::log_test
