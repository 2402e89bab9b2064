// Which processes a target means for a router.
#include "actors/routing/target_finder.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

namespace mw::target_finder_test {

using outcome = found_process::outcome;

namespace {

const auto one = process_key{1, 1, 1271, 0};
const auto two = process_key{2, 2, 1272, 0};
const auto next_one = process_key{1, 3, 1273, 0};
const auto at_1 = target{target::kind::relative, 1};

target list_of(std::vector<int64_t> numbers) {
  return {.form = target::kind::list, .numbers = std::move(numbers)};
}

/// `1`, `old 1`, `9: why it is missing`.
std::vector<std::string> names(const std::vector<target_finder::member>& members) {
  auto all = std::vector<std::string>{};
  for (const auto& member : members)
    all.push_back((member.is_old ? "old " : "") + std::to_string(member.process.relative) +
                  (member.reason.empty() ? "" : ": " + member.reason));
  return all;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("the master is this process") {
  CHECK(target_finder{1}.find({}).process == process_key{0, 0, ::getpid(), 0});
}

TEST_CASE("a number means the process that has it, or why there is none") {
  auto finder = target_finder{2};
  CHECK(finder.find(at_1).reason == "worker 1 is not ready yet");
  finder.up(one);
  CHECK(finder.find(at_1).process == one);
  finder.down(one, "it has ended");
  CHECK(finder.find(at_1).reason == "it has ended");
  CHECK(finder.find({target::kind::relative, 3}).result == outcome::no_such_target);
  CHECK(finder.find({target::kind::pid, 4711}).result == outcome::no_such_target);
}

TEST_CASE("the successor of a process has its number now") {
  auto finder = target_finder{2};
  finder.up(one);
  CHECK(finder.successor_of(one).pid == 0);
  finder.up(next_one);
  finder.leaving(one);
  CHECK(finder.is_leaving(one));
  CHECK(finder.successor_of(one) == next_one);
  CHECK(finder.successor_of(two).pid == 0);
}

TEST_CASE("a group means those that are there, and names those that are missing") {
  auto finder = target_finder{2};
  CHECK(finder.find_all({target::kind::current}).empty());
  finder.up(one);
  CHECK(names(finder.find_all({target::kind::current})) ==
        texts{"1", "2: worker 2 is not ready yet"});
  finder.up(two);
  finder.up(next_one);
  finder.leaving(one);
  CHECK(names(finder.find_all({target::kind::current})) == texts{"1", "2"});
  CHECK(names(finder.find_all({target::kind::old})) == texts{"old 1"});
  CHECK(names(finder.find_all({target::kind::all})) == texts{"1", "2", "old 1"});
}

TEST_CASE("a list means its numbers, also those that are missing") {
  auto finder = target_finder{2};
  CHECK(names(finder.find_all(list_of({1, 9}))) ==
        texts{"1: worker 1 is not ready yet", "9: there is no worker 9"});
  CHECK(finder.find(list_of({1, 9})).result == outcome::found);
  CHECK(finder.find(list_of({8, 9})).result == outcome::no_such_target);
}

TEST_CASE("a prompt says which process its target means, and whether the last reload has failed") {
  auto finder = target_finder{1};
  CHECK(finder.facts_about(at_1) == prompt_facts{});
  finder.up(one);
  CHECK(finder.facts_about(at_1) == prompt_facts{one, false});
  finder.service({1, true});
  CHECK(finder.facts_about(at_1) == prompt_facts{one, true});
}

} // namespace mw::target_finder_test
