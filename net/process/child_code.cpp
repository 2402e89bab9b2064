// The child's part of a start. Sanitizers must not instrument it: they would keep their notes about
// this short-lived stack in the parent's memory. Hence no_sanitize, plain loops and syscall()
// throughout.
#include "net/process/child_code.hpp"

#include "net/base/uninstrumented.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mw::net {

namespace {

constexpr int last_signal = 64;
/// The kernel's size of a signal set, in bytes.
constexpr size_t signal_set_size = 8;
/// The kernel's struct sigaction for SIG_DFL, which is all zeroes and no longer than this; also an
/// empty signal set.
constexpr unsigned long zeroes[8] = {};

/// Puts the descriptors at their places: close_range() marks all for the exec, then dup3() clears
/// the mark of the targets.
MW_UNINSTRUMENTED bool place_descriptors(child_code& code) {
  descriptor_move* end = code.descriptors + code.descriptor_count;
  for (descriptor_move* move = code.descriptors; move != end; ++move) {
    move->lifted = static_cast<int>(
        ::syscall(SYS_fcntl, move->source, F_DUPFD_CLOEXEC, code.above_all_targets));
    if (move->lifted < 0)
      return false;
  }
  if (::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
    return false;
  for (descriptor_move* move = code.descriptors; move != end; ++move) {
    if (::syscall(SYS_dup3, move->lifted, move->target, 0) < 0)
      return false;
  }
  return true;
}

/// Asks for a signal at the parent's end: after become_account(), by which the kernel would forget
/// it. A parent that died before prctl() sends no signal any more.
MW_UNINSTRUMENTED bool follow_parent(const child_code& code) {
  if (code.parent_death_signal == 0)
    return true;
  if (::syscall(SYS_prctl, PR_SET_PDEATHSIG, code.parent_death_signal, 0, 0, 0) != 0)
    return false;
  errno = ESRCH;
  return ::syscall(SYS_getppid) == code.parent;
}

/// Sets the descriptor limit: after place_descriptors(), because a target may lie above the limit.
MW_UNINSTRUMENTED bool limit_descriptors(const child_code& code) {
  return code.descriptor_limit == nullptr ||
         ::syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, code.descriptor_limit, nullptr) == 0;
}

/// Changes user and group by system calls: the C library would change all threads of the parent. A
/// process that may not give up its groups keeps only rights that it had.
MW_UNINSTRUMENTED bool become_account(const child_code& code) {
  if (code.user == nullptr && code.group == nullptr)
    return true;
  if (::syscall(SYS_setgroups, 0, nullptr) != 0 && errno != EPERM)
    return false;
  return (code.group == nullptr || ::syscall(SYS_setgid, *code.group) == 0) &&
         (code.user == nullptr || ::syscall(SYS_setuid, *code.user) == 0);
}

MW_UNINSTRUMENTED bool lead_group(const child_code& code) {
  return !code.leads_group || ::syscall(SYS_setpgid, 0, 0) == 0;
}

/// Sets all signals to their defaults: execve would keep ignored ones ignored. For SIGKILL and
/// SIGSTOP the call fails, as it should.
MW_UNINSTRUMENTED void reset_signals() {
  for (int signal = 1; signal <= last_signal; ++signal)
    ::syscall(SYS_rt_sigaction, signal, zeroes, nullptr, signal_set_size);
  ::syscall(SYS_rt_sigprocmask, SIG_SETMASK, zeroes, nullptr, signal_set_size);
}

} // namespace

MW_UNINSTRUMENTED int run_child_code(void* argument) {
  auto& code = *static_cast<child_code*>(argument);
  if (place_descriptors(code) && limit_descriptors(code) && become_account(code) &&
      lead_group(code) && follow_parent(code)) {
    reset_signals();
    ::syscall(SYS_execve, code.path, code.arguments, code.environment);
  }
  code.error = errno;
  ::syscall(SYS_exit_group, 127);
  return 0;
}

} // namespace mw::net
