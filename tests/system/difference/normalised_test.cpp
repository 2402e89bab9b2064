// Answers of two processes become comparable: see normalised.hpp.
#include "tests/system/difference/normalised.hpp"

#include <catch2/catch.hpp>

using mw::test::normalised;

TEST_CASE("digits of a pid in an address, in a date or in a count are no pid") {
  const auto known = mw::test::placeholders{{"{W}", "4512"}};
  CHECK(normalised("0x55d4512a0f10 key value\n", known) == "{PTR} key value\n");
  CHECK(normalised("Process_num: 1\nPid: 4512\nMaxsock: 4512\n", known) ==
        "Process_num: 1\nPid: {W}\nMaxsock: {N}\n");
  CHECK(normalised("Total events captured on [01/Jan/4512:10:00:00.000] : 0\n", known) ==
        "Total events captured on [{DATE}] : 0\n");
  CHECK(normalised("worker 4512 of 14512 and 45120\n", known) == "worker {W} of 14512 and 45120\n");
}

TEST_CASE("the columns behind a pid are where they were, however long it is") {
  CHECK(normalised("9999            worker\n", {{"{W}", "9999"}}) ==
        normalised("10000           worker\n", {{"{W}", "10000"}}));
}

TEST_CASE("what stands in front is replaced first: a folder's name may have a pid's digits in it") {
  CHECK(normalised("/tmp/x.4512ab/map of 4512\n",
                   {{"{MAP}", "/tmp/x.4512ab/map"}, {"{W}", "4512"}}) == "{MAP} of {W}\n");
}
