// The guardian keeper with real guardians: one that is killed gets a successor, which knows as
// much.
#include "actors/processes/guardian_keeper.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/programs/processes.hpp"
#include "tests/support/started_guardian.hpp"
#include "tests/support/stderr_capture.hpp"

#include <csignal>

#include <sys/resource.h>

namespace mw::guardian_keeper_test {

using namespace mw::test;

namespace {

struct guarding_fixture : actor_fixture {
  guarding_fixture() {
    keeper = spawn<guardian_keeper_state>(start_guardian());
    settle();
  }

  pid_t guardian() const {
    auto all = guardians_of(::getpid());
    REQUIRE(all.size() == 1);
    return all[0];
  }

  void let_watch(const net::child_process& one) {
    CHECK_FALSE(guard(&*starter.self(), keeper, one.pidfd.get()));
    settle();
  }

  void kill_guardian() {
    auto pidfd = pidfd_of(guardian());
    ::kill(guardian(), SIGKILL);
    REQUIRE(ends(pidfd));
    settle();
  }

  peer starter{system};
  guardian_keeper_actor keeper;
};

/// Lets this process open no descriptor as long as it lives.
class no_more_descriptors {
public:
  no_more_descriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    auto none = rlimit{0, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
  }

  ~no_more_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

  no_more_descriptors(const no_more_descriptors&) = delete;
  no_more_descriptors& operator=(const no_more_descriptors&) = delete;

private:
  rlimit before_{};
};

} // namespace

TEST_CASE_METHOD(guarding_fixture, "the guardian hears of each process") {
  auto in = make_blocking_pipe();
  auto one = start_reader(in);
  let_watch(one);
  CHECK(comes_to_watch(guardian(), 1));
  end_reader(in, one);
}

TEST_CASE_METHOD(guarding_fixture, "a guardian that is killed is replaced, and that is told") {
  auto errors = stderr_capture{};
  auto in = make_blocking_pipe();
  auto one = start_reader(in);
  let_watch(one);
  pass(guardian_proof_time);
  auto before = guardian();
  kill_guardian();
  CHECK(guardian() != before);
  CHECK(comes_to_watch(guardian(), 1));
  CHECK_THAT(errors.take(),
             Catch::Contains(fmt::format(
                 "mw-guardian ({}) has been killed; another one takes its place", before)));
  end_reader(in, one);
}

TEST_CASE_METHOD(guarding_fixture, "one that is killed again at once is replaced a second later") {
  auto quiet = stderr_capture{};
  auto in = make_blocking_pipe();
  auto one = start_reader(in);
  kill_guardian();
  CHECK(guardians_of(::getpid()).empty());
  let_watch(one); // no guardian watches it yet
  pass(guardian_patience);
  CHECK(comes_to_watch(guardian(), 1));
  end_reader(in, one);
}

TEST_CASE_METHOD(guarding_fixture, "the keeper holds nothing of what has ended") {
  auto before = std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
  for (auto round = 0; round < 5; ++round) {
    auto in = make_blocking_pipe();
    auto one = start_reader(in);
    let_watch(one);
    end_reader(in, one);
  }
  auto after = std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
  CHECK(after <= before + 1); // the last one: nothing has come since
}

TEST_CASE_METHOD(actor_fixture,
                 "a keeper without a descriptor to spare watches its guardian later") {
  auto quiet = stderr_capture{};
  auto first = start_guardian();
  auto pid = first.pid();
  auto keeper = guardian_keeper_actor{};
  {
    auto none = no_more_descriptors{};
    keeper = spawn<guardian_keeper_state>(std::move(first));
    settle();
  }
  CHECK(guardians_of(::getpid()) == std::vector{pid});
  pass(guardian_patience);
  auto pidfd = pidfd_of(pid);
  ::kill(pid, SIGKILL);
  REQUIRE(ends(pidfd));
  settle();
  CHECK(guardians_of(::getpid()).size() == 1);
}

TEST_CASE_METHOD(guarding_fixture, "the guardian leaves with its keeper") {
  auto pidfd = pidfd_of(guardian());
  starter.self()->send_exit(keeper, caf::exit_reason::user_shutdown);
  settle();
  CHECK(ends(pidfd));
  CHECK(guardians_of(::getpid()).empty());
}

} // namespace mw::guardian_keeper_test
