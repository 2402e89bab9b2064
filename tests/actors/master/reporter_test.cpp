// One announcement, and all who hear of it.
#include "actors/log/log.hpp"
#include "actors/master/reporter.hpp"
#include "tests/support/stderr_capture.hpp"

#include <catch2/catch.hpp>

namespace mw::reporter_test {

TEST_CASE("everybody who listens is told once, in order") {
  auto told = std::string{};
  auto reports = reporter{};
  reports.tell(announce::started());
  for (auto name : {"a", "b"})
    reports.add([&told, name](const announcement& what) {
      told += name + std::to_string(what.exit_code) + " ";
    });
  reports.tell(announce::stopped(3));
  CHECK(told == "a3 b3 ");
}

TEST_CASE("the kept log has what was printed since the last reload began") {
  auto out = test::stderr_capture{};
  auto log = kept_log{};
  log.append("before\n");
  log.clear();
  log.tell(announce::reload_begun(false));
  log.append("[ALERT]    (7) : of a worker\n");
  log.tell(announce::reload_failed());
  auto line = log::line(log::severity::notice, "Reloading the configuration");
  CHECK(log.text() == line + "[ALERT]    (7) : of a worker\n");
  CHECK(out.take() == line);
}

} // namespace mw::reporter_test
