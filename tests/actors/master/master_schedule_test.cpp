// The master under random schedules: whatever happens in whatever order, no worker is lost, no
// number is taken twice, and each request for a reload is answered once.
#include "tests/fixtures/reload_fixture.hpp"
#include "tests/support/random_schedule.hpp"

#include <csignal>
#include <set>

namespace mw::master_schedule_test {

using namespace std::chrono_literals;
using mw::test::reload_fixture;

namespace {

class schedule : public reload_fixture {
public:
  explicit schedule(uint64_t seed) : dice_(seed) {
    for (auto serial = uint64_t{1}; serial <= starts.size(); ++serial)
      alive_.insert(serial);
    ready_ = alive_;
    noticed_ = starts.size();
  }

  void step() {
    static constexpr void (schedule::*acts[])() = {
        &schedule::get_ready,     &schedule::get_ready,   &schedule::end_one,
        &schedule::wish,          &schedule::wish,        &schedule::load,
        &schedule::load,          &schedule::read,        &schedule::read,
        &schedule::let_time_pass, &schedule::obey_orders, &schedule::fall_silent};
    (this->*acts[below(std::size(acts))])();
    notice_starts();
    check();
  }

  /// Lets all go well until nothing is left to do.
  void calm_down() {
    for (auto round = 0; round < 100 && answers.size() < asked_; ++round) {
      if (is_loading())
        loads(2);
      notice_starts();
      for (auto serial : std::set(alive_))
        if (!ready_.contains(serial))
          become_ready(serial);
      route_news_reads();
      check();
    }
    pass(60s);
    notice_starts();
    for (auto serial : std::set(alive_)) {
      become_ready(serial);
      tell(worker_liveness{process(serial), true});
    }
    route_news_reads();
    CHECK(answers.size() == asked_);
    for (const auto& row : table().workers)
      CHECK(row.state == worker_state::ready);
  }

  void stop_all() {
    signal(SIGTERM);
    for (auto serial : std::set(alive_))
      end(serial, SIGTERM);
    CHECK(exit_codes == std::vector{0});
    CHECK(has_ended(master));
  }

private:
  size_t below(size_t limit) { return dice_.below(limit); }

  std::optional<uint64_t> any_of(const std::set<uint64_t>& serials) {
    if (serials.empty())
      return std::nullopt;
    return *std::next(serials.begin(), static_cast<ptrdiff_t>(below(serials.size())));
  }

  void notice_starts() {
    for (; noticed_ < starts.size(); ++noticed_)
      alive_.insert(noticed_ + 1);
  }

  void become_ready(uint64_t serial) {
    if (ready_.insert(serial).second)
      ready(serial);
  }

  void get_ready() {
    if (auto serial = any_of(alive_))
      become_ready(*serial);
  }

  void end(uint64_t serial, int signal_number) {
    alive_.erase(serial);
    killed(serial, signal_number);
  }

  void end_one() {
    if (auto serial = any_of(alive_); serial && below(3) == 0)
      end(*serial, below(2) == 0 ? SIGKILL : SIGSEGV);
  }

  void wish() {
    if (below(3) == 0)
      return signal(SIGUSR2);
    ++asked_;
    ask(below(4) == 0);
  }

  void load() {
    if (!is_loading())
      return;
    if (below(3) == 0)
      refuses("no\n");
    else
      loads(static_cast<int32_t>(1 + below(4)));
  }

  void read() { route_news_reads(); }

  void let_time_pass() { pass(std::chrono::milliseconds{below(4000)}); }

  /// Ends a worker that was told to end.
  void obey_orders() {
    if (auto serial = any_of(alive_))
      if (auto orders = signals_to(*serial); !orders.empty())
        end(*serial, orders.back());
  }

  void fall_silent() {
    if (auto serial = any_of(ready_))
      tell(worker_liveness{process(*serial), below(2) == 0});
  }

  void check() {
    auto now = table();
    auto seen = std::multiset<uint64_t>{};
    for (const auto* rows : {&now.workers, &now.new_workers, &now.old_workers})
      for (const auto& row : *rows)
        if (row.state != worker_state::waiting && row.state != worker_state::over)
          seen.insert(row.key.serial);
    CHECK(seen == std::multiset<uint64_t>(alive_.begin(), alive_.end()));
    auto number = int32_t{0};
    for (const auto& row : now.workers)
      CHECK(row.key.relative == ++number);
    CHECK(answers.size() <= asked_);
  }

  test::dice dice_;
  std::set<uint64_t> alive_; ///< serials
  std::set<uint64_t> ready_; ///< serials of processes that were ready once
  size_t noticed_ = 0;
  size_t asked_ = 0;
};

} // namespace

TEST_CASE("random schedules of ends, answers, reloads and commands leave the master in order") {
  constexpr auto steps = 80;
  test::run_schedules([](uint64_t seed) {
    auto run = schedule{seed};
    for (auto left = steps; left > 0; --left)
      run.step();
    run.calm_down();
    run.stop_all();
  });
}

} // namespace mw::master_schedule_test
