// The parent's part of a start: see child_code.hpp for the child's part.
#include "net/process/child_process.hpp"

#include "net/base/last_error.hpp"
#include "net/base/readable.hpp"
#include "net/base/signals_blocked.hpp"
#include "net/process/child_code.hpp"
#include "net/process/own_children.hpp"

#include <algorithm>
#include <csignal>
#include <cstddef>

#include <sched.h>
#include <sys/syscall.h>

#ifdef __SANITIZE_THREAD__
// ThreadSanitizer takes every clone() for a fork and notes in the shared memory that this process
// is now the child. The same function has a second name in glibc that it does not intercept.
extern "C" int clone_without_sanitizer(int (*)(void*), void*, int, void*, ...) __asm__("__clone");
#define MW_CLONE clone_without_sanitizer
#else
#define MW_CLONE ::clone
#endif

namespace mw::net {

namespace {

/// The size of the child's stack in bytes. It makes system calls only, and execve uses the kernel's
/// stack.
constexpr size_t child_stack_size = size_t{32} * 1024;

/// Pointers to the strings for execve, which takes them as char* but does not change them.
std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> all;
  all.reserve(strings.size() + 1);
  for (const auto& string : strings)
    all.push_back(const_cast<char*>(string.c_str()));
  all.push_back(nullptr);
  return all;
}

std::vector<descriptor_move> moves(const std::vector<std::pair<int, int>>& descriptors) {
  std::vector<descriptor_move> all;
  all.reserve(descriptors.size());
  for (auto [source, target] : descriptors)
    all.push_back({.source = source, .target = target});
  return all;
}

int above_all_targets(const std::vector<descriptor_move>& all) {
  int above = 3;
  for (const auto& move : all)
    above = std::max(above, move.target + 1);
  return above;
}

/// Starts the child. Returns when it runs the program or has ended; `code.error` tells which.
tl::expected<child_process, std::error_code> run(child_code& code) {
  std::vector<std::max_align_t> stack(child_stack_size / sizeof(std::max_align_t));
  constexpr int flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD;
  int pidfd = -1;
  all_signals_blocked guard; // a handler of ours must not run in the child, which shares our memory
  pid_t pid = MW_CLONE(run_child_code, stack.data() + stack.size(), flags, &code, &pidfd);
  if (pid < 0)
    return tl::unexpected(last_error());
  return child_process{pid, unique_fd(pidfd)};
}

int wait_on(int pidfd, siginfo_t& info, int flags) {
  int result = -1;
  do
    result = ::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED | flags);
  while (result != 0 && errno == EINTR);
  return result;
}

} // namespace

tl::expected<child_process, std::error_code> start(const program& what) {
  auto arguments = pointers(what.arguments);
  auto environment = pointers(what.environment);
  auto descriptors = moves(what.descriptors);
  child_code code{.path = what.path.c_str(),
                  .arguments = arguments.data(),
                  .environment = environment.data(),
                  .descriptors = descriptors.data(),
                  .descriptor_count = descriptors.size(),
                  .above_all_targets = above_all_targets(descriptors),
                  .parent = ::getpid(),
                  .parent_death_signal = what.parent_death_signal,
                  .descriptor_limit = what.descriptor_limit ? &*what.descriptor_limit : nullptr,
                  .user = what.user ? &*what.user : nullptr,
                  .group = what.group ? &*what.group : nullptr,
                  .leads_group = what.leads_group,
                  .error = 0};
  auto child = children_of_start().note([&] { return run(code); });
  if (!child || code.error == 0)
    return child;
  siginfo_t ignored{};
  wait_on(child->pidfd.get(), ignored, 0);
  children_of_start().forget(child->pid);
  return tl::unexpected(std::error_code(code.error, std::system_category()));
}

std::optional<exit_status> reap(int pidfd) {
  siginfo_t info{};
  if (wait_on(pidfd, info, WNOHANG) != 0)
    return lost_status;
  if (info.si_pid == 0)
    return {};
  children_of_start().forget(info.si_pid);
  return to_exit_status(info);
}

std::error_code send_signal(int pidfd, int signal) {
  // Until it is reaped the kernel takes signals for a dead child and forgets them.
  if (is_readable(pidfd, std::chrono::milliseconds{0}))
    return std::make_error_code(std::errc::no_such_process);
  if (::syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0) != 0)
    return last_error();
  return {};
}

} // namespace mw::net
