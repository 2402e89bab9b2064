// Log lines, in HAProxy's form.
#include "actors/log.hpp"
#include "tests/support/stderr_capture.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace mw;

namespace {

const auto pid = fmt::format("({})", getpid());

/// Puts the threshold back.
struct log_fixture {
  ~log_fixture() { log::set_threshold(log::severity::notice); }

  void write_all() {
    log::notice("a {}", 1);
    log::warning("b {}", 2);
    log::alert("c {}", 3);
  }

  test::stderr_capture out;
};

} // namespace

TEST_CASE_METHOD(log_fixture, "a line's text begins in column 12 and names the process") {
  write_all();
  CHECK(out.take() == "[NOTICE]   " + pid + " : a 1\n[WARNING]  " + pid + " : b 2\n[ALERT]    " +
                          pid + " : c 3\n");
}

TEST_CASE_METHOD(log_fixture, "what is below the threshold is not printed") {
  log::set_threshold(log::severity::warning);
  write_all();
  CHECK(out.take() == "[WARNING]  " + pid + " : b 2\n[ALERT]    " + pid + " : c 3\n");
  log::set_threshold(log::severity::alert);
  write_all();
  CHECK(out.take() == "[ALERT]    " + pid + " : c 3\n");
}

TEST_CASE_METHOD(log_fixture, "braces in a text are text") {
  log::write(log::severity::notice, "worker {} said {0}");
  CHECK(out.take() == "[NOTICE]   " + pid + " : worker {} said {0}\n");
}
