// A guardian's first steps: see guardian_setup.hpp.
#include "net/guardian/guardian_setup.hpp"

#include "net/base/uninstrumented.hpp"

#include <csignal>
#include <cstdint>

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mw::net {

namespace {

/// Blocks all signals and leaves the session. The C library would leave two signals out of the
/// mask, so the kernel is asked.
MW_UNINSTRUMENTED bool leave_session() {
  constexpr uint64_t all_signals = ~uint64_t{0};
  return ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all_signals, nullptr, sizeof all_signals) ==
             0 &&
         ::syscall(SYS_setsid) >= 0 && ::syscall(SYS_chdir, "/") == 0 &&
         ::syscall(SYS_prctl, PR_SET_NAME, "mw-guardian", 0, 0, 0) == 0;
}

MW_UNINSTRUMENTED bool close_all_but(int fd) {
  auto number = static_cast<unsigned>(fd);
  return (number == 0 || ::syscall(SYS_close_range, 0U, number - 1, 0U) == 0) &&
         ::syscall(SYS_close_range, number + 1, ~0U, 0U) == 0;
}

MW_UNINSTRUMENTED bool keep_kill_capability() {
  constexpr uint32_t kill = uint32_t{1} << CAP_KILL;
  __user_cap_header_struct self{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {};
  if (::syscall(SYS_capget, &self, sets) != 0)
    return false;
  sets[0] = {.effective = sets[0].effective & kill,
             .permitted = sets[0].permitted & kill,
             .inheritable = 0};
  sets[1] = {};
  return ::syscall(SYS_capset, &self, sets) == 0;
}

/// Raises the descriptor limit to the hard one. The master has at least one descriptor for each
/// worker: with its limit there is room for all. A master that could not raise its limit has no
/// higher one.
MW_UNINSTRUMENTED void raise_limit() {
  rlimit limit{};
  if (::syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, nullptr, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  ::syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, &limit, nullptr);
}

} // namespace

MW_UNINSTRUMENTED bool leave_master(int kept_fd) {
  raise_limit();
  return leave_session() && close_all_but(kept_fd) && keep_kill_capability();
}

} // namespace mw::net
