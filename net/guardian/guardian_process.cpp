// The guardian's own life. It makes system calls only: what the C library and the sanitizers know
// of threads and locks was true in the master.
#include "net/guardian/guardian_process.hpp"

#include "net/base/uninstrumented.hpp"
#include "net/guardian/guardian_setup.hpp"

#include <cerrno>
#include <csignal>
#include <ctime>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace mw::net {

namespace {

// Workers shall be gone 2 s after their master, those that do not end by themselves as well.
constexpr itimerspec grace{{0, 0}, {1, 500'000'000}};

/// The groups of more processes than this are not ended: only their leaders are.
constexpr int most_groups = 256;

/// A process that leads a group. `pidfd` -1: it has ended, at `ended` (seconds of the kernel's
/// clock).
struct guarded_group {
  int pidfd;
  pid_t group;
  time_t ended;
};

/// The groups whose leaders have ended such a time before the master, in seconds, are ended as
/// well. The leaders may go first when the master is killed, as each gets a signal for the thread
/// that has started it; and what a program leaves behind has 5 s from its master.
constexpr time_t end_together = 6;

/// The guardian's descriptors. The table of open ones is also the list of watched processes: its
/// other descriptors are no pidfds, and signalling them fails.
struct guard_state {
  int socket;
  int epoll = -1;
  int timer = -1;
  int highest = -1; ///< no pidfd lies above
  int watched = 0;
  bool master_gone = false;
  guarded_group groups[most_groups] = {};
  int group_count = 0;
};

MW_UNINSTRUMENTED bool wake_up_for(const guard_state& state, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  return ::syscall(SYS_epoll_ctl, state.epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/// Forgets a descriptor that was watched. The master may hold the same open file, so closing ours
/// is not enough.
MW_UNINSTRUMENTED void drop(const guard_state& state, int fd) {
  ::syscall(SYS_epoll_ctl, state.epoll, EPOLL_CTL_DEL, fd, nullptr);
  ::syscall(SYS_close, fd);
}

MW_UNINSTRUMENTED bool open_own(guard_state& state) {
  state.epoll = static_cast<int>(::syscall(SYS_epoll_create1, 0));
  state.timer = static_cast<int>(::syscall(SYS_timerfd_create, CLOCK_MONOTONIC, 0));
  return state.epoll >= 0 && state.timer >= 0 && wake_up_for(state, state.socket) &&
         wake_up_for(state, state.timer);
}

MW_UNINSTRUMENTED time_t now() {
  timespec time{};
  ::syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

/// Tells whether nobody is left of a group, or it has lost its leader so long ago that its number
/// may be a stranger's.
MW_UNINSTRUMENTED bool is_over(const guarded_group& one) {
  return one.pidfd < 0 &&
         (now() - one.ended > end_together || ::syscall(SYS_kill, -one.group, 0) != 0);
}

MW_UNINSTRUMENTED void drop_old_groups(guard_state& state) {
  for (int at = state.group_count - 1; at >= 0; --at)
    if (is_over(state.groups[at]))
      state.groups[at] = state.groups[--state.group_count];
}

MW_UNINSTRUMENTED void signal_all(const guard_state& state, int signal) {
  for (int fd = 0; fd <= state.highest; ++fd)
    ::syscall(SYS_pidfd_send_signal, fd, signal, nullptr, 0U);
  for (int at = 0; at < state.group_count; ++at)
    ::syscall(SYS_kill, -state.groups[at].group, signal);
}

MW_UNINSTRUMENTED void add(guard_state& state, int pidfd, pid_t group) {
  if (!wake_up_for(state, pidfd)) {
    ::syscall(SYS_close, pidfd); // no pidfd
    return;
  }
  ++state.watched;
  if (pidfd > state.highest)
    state.highest = pidfd;
  drop_old_groups(state);
  if (group > 1 && state.group_count < most_groups)
    state.groups[state.group_count++] = {pidfd, group, 0};
}

MW_UNINSTRUMENTED void end_all(guard_state& state) {
  state.master_gone = true;
  drop(state, state.socket);
  drop_old_groups(state);
  signal_all(state, SIGTERM);
  ::syscall(SYS_timerfd_settime, state.timer, 0, &grace, nullptr);
}

/// Takes the pidfds that the master has sent. An error is not the end: a reset connection is
/// reported before the messages that are left to read.
MW_UNINSTRUMENTED void receive(guard_state& state) {
  alignas(cmsghdr) char control[CMSG_LEN(sizeof(int))] = {};
  pid_t group = 0;
  iovec data{&group, sizeof group};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  auto size = ::syscall(SYS_recvmsg, state.socket, &message, MSG_DONTWAIT);
  if (size == 0)
    end_all(state);
  if (size <= 0 || message.msg_controllen < sizeof control)
    return;
  int pidfd = -1;
  __builtin_memcpy(&pidfd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof pidfd);
  add(state, pidfd, group);
}

/// Forgets a process that has ended; its group stays for a while.
MW_UNINSTRUMENTED void forget(guard_state& state, int pidfd) {
  drop(state, pidfd);
  --state.watched;
  for (int at = 0; at < state.group_count; ++at)
    if (state.groups[at].pidfd == pidfd) {
      state.groups[at].pidfd = -1;
      state.groups[at].ended = now();
    }
  if (state.master_gone)
    drop_old_groups(state);
}

MW_UNINSTRUMENTED void kill_all(guard_state& state) {
  signal_all(state, SIGKILL);
  state.watched = 0;
  state.group_count = 0;
}

MW_UNINSTRUMENTED void serve_next(guard_state& state) {
  epoll_event event{};
  if (::syscall(SYS_epoll_pwait, state.epoll, &event, 1, -1, nullptr, 0) != 1)
    return;
  int fd = event.data.fd;
  if (fd == state.timer)
    kill_all(state);
  else if (fd == state.socket)
    receive(state);
  else
    forget(state, fd);
}

} // namespace

MW_UNINSTRUMENTED void run_guardian(int socket) {
  guard_state state{.socket = socket};
  bool ready = leave_master(socket) && open_own(state);
  int error = ready ? 0 : errno;
  ::syscall(SYS_sendto, socket, &error, sizeof error, MSG_NOSIGNAL, nullptr, 0);
  while (ready && (!state.master_gone || state.watched > 0 || state.group_count > 0))
    serve_next(state);
  for (;;)
    ::syscall(SYS_exit_group, 0);
}

} // namespace mw::net
