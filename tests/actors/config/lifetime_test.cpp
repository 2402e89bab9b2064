// When a worker has to end: hard-stop-after, mworker-max-reloads, ready-within, hung-after,
// no-restart-codes.
#include "tests/support/configuration.hpp"

#include <fmt/format.h>

namespace mw::config::lifetime_test {

using namespace std::chrono_literals;

TEST_CASE("every limit of a worker's life is taken") {
  auto expected = config_defaults();
  expected.hard_stop_after = 30s;
  expected.max_reloads = 3;
  expected.ready_within = 2min;
  expected.hung_after = 500ms;
  expected.no_restart_codes = {0, 2, 255};
  CHECK(good_global(" hard-stop-after 30s\n mworker-max-reloads 3\n ready-within 2m\n"
                    " hung-after 500\n no-restart-codes 0 2 255\n") == expected);
}

TEST_CASE("without limits an old worker may finish, as HAProxy's may") {
  CHECK(config_defaults().hard_stop_after == 0s);
  CHECK(config_defaults().max_reloads == 50);
}

TEST_CASE("of a repeated limit the last holds") {
  CHECK(good_global(" hard-stop-after 1s\n hard-stop-after 2s\n").hard_stop_after == 2s);
  CHECK(good_global(" no-restart-codes 1\n no-restart-codes 2 3\n").no_restart_codes ==
        std::vector{2, 3});
}

TEST_CASE("zero switches a limit off where that makes sense") {
  auto expected = config_defaults();
  expected.hard_stop_after = 0s;
  expected.max_reloads = 0;
  expected.hung_after = 0s;
  expected.no_restart_codes = {};
  CHECK(good_global(" hard-stop-after 0\n mworker-max-reloads 0\n hung-after 0s\n"
                    " no-restart-codes none\n") == expected);
  CHECK(global_errors(" ready-within 0\n") ==
        lines{"parsing [a.cfg:2] : 'ready-within' expects a positive value."});
}

TEST_CASE("wrong times of a worker's life are errors in HAProxy's words") {
  for (const std::string keyword : {"hard-stop-after", "ready-within", "hung-after"}) {
    auto text = fmt::format(" {0}\n {0} abc\n {0} 10x\n {0} 30d\n {0} 1s 5s\n", keyword);
    auto overflow = fmt::format("timer overflow in argument '30d' to '{}' (maximum value is "
                                "2147483647 ms or ~24.8 days)",
                                keyword);
    CHECK(global_errors(text) ==
          lines{"parsing [a.cfg:2] : '" + keyword + "' expects <time> as argument.",
                "parsing [a.cfg:3] : unexpected character 'a' in argument to <" + keyword + ">.",
                "parsing [a.cfg:4] : unexpected character 'x' in argument to <" + keyword + ">.",
                "parsing [a.cfg:5] : " + overflow,
                "parsing [a.cfg:6] : '" + keyword + "' cannot handle unexpected argument '5s'."});
  }
}

TEST_CASE("a number of reloads is a whole number from zero on") {
  const std::string no_number = " : 'mworker-max-reloads' expects an integer argument.";
  CHECK(global_errors(" mworker-max-reloads\n mworker-max-reloads abc\n mworker-max-reloads 5x\n"
                      " mworker-max-reloads 4294967296\n mworker-max-reloads -1\n"
                      " mworker-max-reloads 5 6\n") ==
        lines{"parsing [a.cfg:2]" + no_number, "parsing [a.cfg:3]" + no_number,
              "parsing [a.cfg:4]" + no_number, "parsing [a.cfg:5]" + no_number,
              "parsing [a.cfg:6] : 'mworker-max-reloads' expects a positive value or zero.",
              "parsing [a.cfg:7] : 'mworker-max-reloads' cannot handle unexpected argument '6'."});
}

TEST_CASE("exit codes that forbid a restart are numbers from 0 to 255 or none") {
  const std::string text =
      " : 'no-restart-codes' expects exit codes from 0 to 255, or 'none' alone (got '";
  CHECK(global_errors(" no-restart-codes\n no-restart-codes 2 256\n no-restart-codes -1\n"
                      " no-restart-codes 2 none\n no-restart-codes none 2\n"
                      " no-restart-codes 1 \"\" 2\n") ==
        lines{"parsing [a.cfg:2] : 'no-restart-codes' expects exit codes or 'none' as arguments.",
              "parsing [a.cfg:3]" + text + "256').", "parsing [a.cfg:4]" + text + "-1').",
              "parsing [a.cfg:5]" + text + "none').", "parsing [a.cfg:6]" + text + "none').",
              "parsing [a.cfg:7]" + text + "')."});
}

} // namespace mw::config::lifetime_test
