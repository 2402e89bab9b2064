// A small init: see init_process.hpp.
#include "net/process/init_process.hpp"

#include "net/base/last_error.hpp"
#include "net/process/child_process.hpp"

#include <cerrno>
#include <optional>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

namespace mw::net {

namespace {

constexpr pid_t first_process = 1;

sigset_t all_signals() {
  sigset_t all;
  ::sigfillset(&all);
  return all;
}

/// Reaps every ended child. Answers the status of `child` once it is among them.
std::optional<exit_status> reap_all(pid_t child) {
  auto ended = siginfo_t{};
  while (::waitid(P_ALL, 0, &ended, WEXITED | WNOHANG) == 0) {
    if (ended.si_pid == child)
      return to_exit_status(ended);
    if (std::exchange(ended.si_pid, 0) == 0)
      return std::nullopt;
  }
  if (errno == ECHILD)
    return lost_status;
  return std::nullopt;
}

} // namespace

bool is_passed_on(const siginfo_t& signal) {
  return signal.si_signo != SIGCHLD && signal.si_code != SI_KERNEL;
}

int run_as_init(pid_t child) {
  const auto all = all_signals();
  ::sigprocmask(SIG_BLOCK, &all, nullptr);
  auto ended = std::optional<exit_status>{};
  while (!(ended = reap_all(child))) {
    auto signal = siginfo_t{};
    if (::sigwaitinfo(&all, &signal) > 0 && is_passed_on(signal))
      ::kill(child, signal.si_signo);
  }
  return ended->number();
}

tl::expected<void, std::error_code> step_down_as_init() {
  if (::getpid() != first_process)
    return {};
  ::signal(SIGCHLD, SIG_DFL); // were it ignored, the child's status would be lost
  const auto all = all_signals();
  auto before = sigset_t{};
  ::sigprocmask(SIG_BLOCK, &all, &before);
  auto child = ::fork();
  if (child > 0)
    ::_exit(run_as_init(child));
  auto error = last_error();
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  if (child < 0)
    return tl::unexpected(error);
  return {};
}

} // namespace mw::net
