// Hundreds of generations of workers at the same time: each is listed and reached, until it has
// lived through too many reloads.
#include "tests/programs/processes.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <chrono>
#include <deque>

using namespace mw;
using namespace mw::test;

namespace {

using pids = std::vector<pid_t>;

// Under a sanitizer a process takes ten times as much memory and time.
const auto generations = size_t{sanitizer_of_program().empty() ? 300U : 40U};

const auto version = std::string{MW_VERSION "\n\n"};

// A few milliseconds on an idle machine; this one may be anything but idle.
constexpr auto answer_limit = seconds{1};

std::string keeping(size_t reloads) {
  return fmt::format("global\n  mworker-max-reloads {}\n", reloads);
}

/// A worker that a client keeps from leaving, with a command that takes longer than the test.
struct old_worker {
  pid_t pid = 0;
  cli_client keeper;
};

/// A master with so many old workers, the newest first.
struct crowded_service : service {
  crowded_service() : service({.configuration = keeping(2 * generations)}) {
    while (old.size() < generations)
      replace_worker();
  }

  void replace_worker() {
    auto& added = old.emplace_front(old_worker{workers().at(0), connect()});
    added.keeper.send("@1 wait 10m\n");
    CHECK(talk("@1 show version\n") == version); // over another link: the first one runs
    must_reload();
  }

  /// The pids of the newest old workers, so many.
  pids old_pids(size_t count) const {
    auto all = pids{};
    for (const auto& one : old)
      all.push_back(one.pid);
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)};
  }

  std::deque<old_worker> old;
};

/// The old workers of `show proc`, each with the reloads that it has seen.
std::vector<std::pair<pid_t, size_t>> old_rows(const std::string& table) {
  auto rows = std::istringstream{table.substr(table.find("# old workers\n"))};
  auto found = std::vector<std::pair<pid_t, size_t>>{};
  auto row = std::string{};
  for (std::getline(rows, row); std::getline(rows, row) && !row.empty() && row[0] != '#';) {
    auto words = std::istringstream{row};
    auto pid = pid_t{0};
    auto skipped = std::string{};
    auto reloads = size_t{0};
    words >> pid >> skipped >> skipped >> skipped >> reloads; // `worker`, `[was: 1]`
    found.emplace_back(pid, reloads);
  }
  return found;
}

pids listed(const service& master) {
  auto found = pids{};
  for (const auto& row : rows_of(master, "old worker"))
    found.push_back(row["pid"]);
  return found;
}

void check_listing(const crowded_service& master) {
  auto begin = std::chrono::steady_clock::now();
  auto rows = old_rows(master.talk("show proc\n"));
  CHECK(std::chrono::steady_clock::now() - begin < answer_limit);
  auto expected = std::vector<std::pair<pid_t, size_t>>{};
  for (auto pid : master.old_pids(generations))
    expected.emplace_back(pid, expected.size() + 1);
  CHECK(rows == expected);
  CHECK(listed(master) == master.old_pids(generations));
}

/// Sets the limit of reloads by a reload, and checks that `survivors` are left: the newest ones.
void check_limit(crowded_service& master, size_t limit, size_t survivors) {
  master.configure(keeping(limit));
  master.must_reload();
  auto expected = master.old_pids(survivors);
  master.await("only the newest ones are left", [&] { return listed(master) == expected; });
  while (master.old.size() > survivors) {
    auto reason =
        fmt::format("worker 1 ({}) exceeds max reloads ({}), ", master.old.back().pid, limit);
    CHECK(master.old.back().keeper.read_until("\n\n").starts_with(reason));
    master.old.pop_back();
  }
  auto& oldest = master.old.back();
  CHECK_FALSE(oldest.keeper.something_comes(milliseconds{0}));
  CHECK(master.talk(fmt::format("@!{} show version\n", oldest.pid)) == version);
}

} // namespace

TEST_CASE("hundreds of old workers are listed at once, the newest first, and reached, until the "
          "oldest have seen too many reloads") {
  auto master = crowded_service{};
  check_listing(master);
  for (auto pid : {master.old.front().pid, master.old.back().pid})
    CHECK_THAT(master.talk(fmt::format("@!{} show info\n", pid)),
               Catch::Contains(fmt::format("\nPid: {}\n", pid)));
  // The newest one has seen one reload, the next one two; the reload that sets the limit is one
  // more.
  check_limit(master, generations / 2, generations / 2 - 1);
  check_limit(master, 10, 10 - 2);
}
