// A worker's command line: what the master writes is what the worker reads.
#include "actors/common/worker_arguments.hpp"

#include <catch2/catch.hpp>

namespace mw::worker_arguments_test {

namespace {

using words = std::vector<std::string>;

/// Without the program's name.
words written(const worker_options& worker) {
  auto all = worker_arguments("/usr/sbin/mw-actors", worker);
  CHECK(all.front() == "/usr/sbin/mw-actors");
  all.erase(all.begin());
  return all;
}

const auto whole = words{"--worker-control=3", "--worker-config=4", "--worker-number=1/1"};

words whole_and(const std::string& more) {
  auto all = whole;
  all.push_back(more);
  return all;
}

/// One word in the place of another of the same name.
words whole_with(const std::string& other) {
  auto all = whole;
  for (auto& word : all)
    if (word.starts_with(other.substr(0, other.find('=') + 1)))
      word = other;
  return all;
}

} // namespace

TEST_CASE("a worker's command line comes back as it was made") {
  auto sockets =
      std::vector<inherited_range>{{"unix@/run/a:b=c d", 5, 5}, {"ipv4@0.0.0.0:8000-8002", 6, 8}};
  auto all = written({5, 7, 2, 3, sockets, 11, 12});
  CHECK(all == words{"--worker-control=5", "--worker-config=7", "--worker-number=2/3",
                     "--worker-socket=5:unix@/run/a:b=c d",
                     "--worker-socket=6-8:ipv4@0.0.0.0:8000-8002", "--worker-states=11",
                     "--worker-counters=12"});
  CHECK(is_for_worker(all));
  auto read = read_worker_arguments(all);
  REQUIRE(read);
  CHECK(read->control_fd == 5);
  CHECK(read->config_fd == 7);
  CHECK(read->number == 2);
  CHECK(read->count == 3);
  CHECK(read->sockets == sockets);
  CHECK(read->states_fd == 11);
  CHECK(read->counters_fd == 12);
}

TEST_CASE("a worker without sockets, states and memory of its master's is told of none") {
  auto all = written({3, 4, 1, 1});
  CHECK(all == whole);
  auto read = read_worker_arguments(all);
  REQUIRE(read);
  CHECK(read->sockets.empty());
  CHECK(read->states_fd == -1);
  CHECK(read->counters_fd == -1);
}

TEST_CASE("a command line is a worker's by its first word, wrong or not") {
  CHECK_FALSE(is_for_worker({}));
  CHECK_FALSE(is_for_worker(words{"-f", "a", "--worker-control=3"}));
  CHECK_FALSE(is_for_worker(words{"--worker-controls=3"}));
  CHECK(is_for_worker(words{"--worker-control"}));
  CHECK(is_for_worker(words{"--worker-control=x"}));
}

TEST_CASE("a worker's command line that lacks something is refused") {
  for (size_t without = 0; without < whole.size(); ++without) {
    auto rest = whole;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(without));
    CHECK_FALSE(read_worker_arguments(rest));
  }
  CHECK_FALSE(read_worker_arguments({}));
}

TEST_CASE("a worker's command line with a wrong word is refused") {
  REQUIRE(read_worker_arguments(whole));
  for (const auto* word :
       {"", "3", "--worker-control", "--worker-states", "--worker-states=", "--worker-states=-",
        "--worker-states=-1", "--worker-counters=x", "--worker-counter=3", "--nbproc=3"})
    CHECK_FALSE(read_worker_arguments(whole_and(word)));
  for (const auto* word : {"--worker-control=-3", "--worker-control=", "--worker-config=4294967295",
                           "--worker-config= 4"})
    CHECK_FALSE(read_worker_arguments(whole_with(word)));
  for (const auto* number : {"0/3", "4/3", "1", "/3", "1/", "1/x", ""})
    CHECK_FALSE(read_worker_arguments(whole_with(std::string("--worker-number=") + number)));
  for (const auto* socket :
       {"", "5", "a", ":a", "x:a", "-5:a", "5-:a", "6-5:a", "5-6-7:a", "5,6:a"})
    CHECK_FALSE(read_worker_arguments(whole_and(std::string("--worker-socket=") + socket)));
}

} // namespace mw::worker_arguments_test
