// The process that a target means.
#include "messages/processes/route_table.hpp"

#include <catch2/catch.hpp>

namespace mw::route_table_test {

namespace {

const auto first = process_key{1, 1, 1271, 0};
const auto again = process_key{1, 3, 1290, 0};
const auto second = process_key{2, 2, 1272, 0};

target at(int64_t number) {
  return {target::kind::relative, number};
}

target at_pid(int64_t pid) {
  return {target::kind::pid, pid};
}

} // namespace

TEST_CASE("a worker is found by its number and by its pid") {
  auto table = route_table{};
  table.up(first);
  table.up(second);
  CHECK(table.find(at(1)) == first);
  CHECK(table.find(at(2)) == second);
  CHECK(table.find(at_pid(1272)) == second);
}

TEST_CASE("nobody is found for an unknown number, an unknown pid, and the master") {
  auto table = route_table{};
  table.up(first);
  CHECK_FALSE(table.find(at(2)));
  CHECK_FALSE(table.find(at_pid(1)));
  CHECK_FALSE(table.find({}));
  CHECK_FALSE(table.why_not(at(2)));
}

TEST_CASE("a number means the process that was started last, a pid its own") {
  auto table = route_table{};
  table.up(again);
  table.up(first);
  CHECK(table.find(at(1)) == again);
  CHECK(table.find(at_pid(1271)) == first);
}

TEST_CASE("of a process that has ended the reason is known") {
  auto table = route_table{};
  table.up(first);
  table.down(first, "worker 1 (1271) exited with code 3");
  CHECK_FALSE(table.find(at(1)));
  CHECK(table.why_not(at(1)) == "worker 1 (1271) exited with code 3");
  CHECK(table.why_not(at_pid(1271)) == "worker 1 (1271) exited with code 3");
}

TEST_CASE("the last end of a number is the one that is told") {
  auto table = route_table{};
  table.down(first, "the first end");
  table.down(again, "the second end");
  CHECK(table.why_not(at(1)) == "the second end");
  CHECK(table.why_not(at_pid(1271)) == "the first end");
}

TEST_CASE("ends of long ago are forgotten") {
  auto table = route_table{};
  table.down(first, "long ago");
  for (auto serial = uint64_t{10}; serial < 74; ++serial)
    table.down({2, serial, static_cast<int32_t>(5000 + serial), 0}, "later");
  CHECK_FALSE(table.why_not(at_pid(1271)));
  CHECK(table.why_not(at(2)) == "later");
}

TEST_CASE("a process that leaves is found by its pid, not by its number") {
  auto table = route_table{};
  table.up(first);
  table.leaving(first);
  CHECK_FALSE(table.find(at(1)));
  CHECK_FALSE(table.why_not(at(1)));
  CHECK(table.find(at_pid(1271)) == first);
  table.up(again);
  CHECK(table.find(at(1)) == again);
  CHECK(table.find(at_pid(1271)) == first);
}

TEST_CASE("a number that is left without a process does not go back to one that leaves") {
  auto table = route_table{};
  table.up(first);
  table.up(again);
  table.leaving(first);
  table.down(again, "worker 1 (1290) exited with code 3");
  CHECK_FALSE(table.find(at(1)));
  CHECK(table.why_not(at(1)) == "worker 1 (1290) exited with code 3");
  CHECK(table.find(at_pid(1271)) == first);
}

TEST_CASE("the newest process may leave before an older one of its number") {
  auto table = route_table{};
  table.up(first);
  table.up(again);
  table.leaving(again);
  CHECK(table.find(at(1)) == first);
  CHECK(table.find(at_pid(1290)) == again);
}

TEST_CASE("that an unknown process leaves means nothing") {
  auto table = route_table{};
  table.up(first);
  table.leaving(again);
  CHECK(table.find(at(1)) == first);
  table.up(again);
  CHECK(table.find(at(1)) == again);
}

TEST_CASE("a process that has left and ended is gone for number and pid") {
  auto table = route_table{};
  table.up(first);
  table.leaving(first);
  table.down(first, "worker 1 (1271) exited with code 0");
  CHECK(table.processes().empty());
  CHECK_FALSE(table.find(at_pid(1271)));
  CHECK(table.why_not(at_pid(1271)) == "worker 1 (1271) exited with code 0");
}

TEST_CASE("a pid that has come back means the process that has it now") {
  const auto namesake = process_key{2, 9, 1271, 0};
  auto table = route_table{};
  table.up(first);
  table.down(first, "worker 1 (1271) exited with code 0");
  table.up(namesake);
  CHECK(table.find(at_pid(1271)) == namesake);
  CHECK(table.find(at(2)) == namesake);
  CHECK_FALSE(table.find(at(1)));
  CHECK(table.why_not(at(1)) == "worker 1 (1271) exited with code 0");
}

TEST_CASE("a pid of one process does not mean the next one that has it") {
  const auto namesake = process_key{2, 9, 1271, 0};
  const auto only_first = target{target::kind::pid, 1271, first.serial};
  auto table = route_table{};
  table.up(first);
  CHECK(table.find(only_first) == first);
  table.down(first, "worker 1 (1271) exited with code 0");
  table.up(namesake);
  CHECK_FALSE(table.find(only_first));
  table.down(namesake, "worker 2 (1271) killed by signal 9 (Killed)");
  CHECK(table.why_not(only_first) == "worker 1 (1271) exited with code 0");
}

TEST_CASE("late news of a process do not concern the one that has its pid now") {
  const auto namesake = process_key{2, 9, 1271, 0};
  auto table = route_table{};
  table.up(first);
  table.down(first, "worker 1 (1271) exited with code 0");
  table.up(namesake);
  table.leaving(first);
  table.down(first, "worker 1 (1271) is down again");
  CHECK(table.find(at_pid(1271)) == namesake);
  CHECK(table.find(at(2)) == namesake);
  CHECK_FALSE(table.is_leaving(namesake));
  CHECK(table.find_all({target::kind::current}) == std::vector{namesake});
  CHECK(table.find_all({target::kind::old}).empty());
}

TEST_CASE("of two processes that have had a pid, the last end is told") {
  const auto namesake = process_key{2, 9, 1271, 0};
  auto table = route_table{};
  table.up(first);
  table.down(first, "worker 1 (1271) exited with code 0");
  table.up(namesake);
  table.down(namesake, "worker 2 (1271) killed by signal 9 (Killed)");
  CHECK_FALSE(table.find(at_pid(1271)));
  CHECK(table.why_not(at_pid(1271)) == "worker 2 (1271) killed by signal 9 (Killed)");
  CHECK(table.why_not(at(1)) == "worker 1 (1271) exited with code 0");
}

TEST_CASE(
    "a pid means the process that was started last, also before the end of the other is known") {
  const auto namesake = process_key{2, 9, 1271, 0};
  auto table = route_table{};
  table.up(first);
  table.up(namesake);
  CHECK(table.find(at_pid(1271)) == namesake);
  table.down(first, "worker 1 (1271) exited with code 0");
  CHECK(table.find(at_pid(1271)) == namesake);
}

TEST_CASE("who asks for a number reads what follows, who asks for a process only why it is gone") {
  auto table = route_table{};
  table.up({1, 1, 71, 0});
  table.down({1, 1, 71, 0}, "killed", "is started again in 33 ms");
  CHECK(table.why_not({target::kind::relative, 1}) == "killed, is started again in 33 ms");
  CHECK(table.why_not({target::kind::pid, 71}) == "killed");
}

} // namespace mw::route_table_test
