// The master's side of the guardian: see guardian_process.hpp for the other one.
#include "net/guardian/guardian.hpp"

#include "net/base/last_error.hpp"
#include "net/base/readable.hpp"
#include "net/base/signals_blocked.hpp"
#include "net/guardian/guardian_process.hpp"
#include "net/process/child_process.hpp"

#include <array>
#include <cstring>
#include <utility>

#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace mw::net {

namespace {

constexpr auto longest_start = std::chrono::milliseconds{10'000};
/// How long the guardian's end may take: the 1.5 s that it gives to workers, and more than one
/// second for itself.
constexpr auto longest_end = std::chrono::milliseconds{3'000};

/// A fork with a pidfd and without a signal at its end: only a wait that asks for such children
/// (__WALL) finds it.
tl::expected<child_process, std::error_code> fork_guardian(int socket) {
  int pidfd = -1;
  all_signals_blocked guard; // the guardian never lets them in
  auto pid = ::syscall(SYS_clone, CLONE_PIDFD, nullptr, &pidfd, nullptr, nullptr);
  if (pid == 0)
    run_guardian(socket);
  if (pid < 0)
    return tl::unexpected(last_error());
  return child_process{static_cast<pid_t>(pid), unique_fd(pidfd)};
}

} // namespace

tl::expected<guardian, std::error_code> guardian::start() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return tl::unexpected(last_error());
  auto ours = unique_fd{ends[0]};
  auto theirs = unique_fd{ends[1]};
  auto process = fork_guardian(theirs.get());
  if (!process)
    return tl::unexpected(process.error());
  theirs.reset(); // or its end could not be seen
  auto started = guardian{process->pid, std::move(process->pidfd), std::move(ours)};
  if (auto failed = started.wait_until_ready())
    return tl::unexpected(failed);
  return started;
}

guardian::guardian(pid_t pid, unique_fd pidfd, unique_fd socket)
    : pid_(pid), pidfd_(std::move(pidfd)), socket_(std::move(socket)) {}

guardian& guardian::operator=(guardian&& other) noexcept {
  if (this == &other)
    return *this;
  end();
  pid_ = other.pid_;
  pidfd_ = std::move(other.pidfd_);
  socket_ = std::move(other.socket_);
  return *this;
}

guardian::~guardian() {
  end();
}

std::error_code guardian::wait_until_ready() {
  if (!is_readable(socket_.get(), longest_start))
    return std::make_error_code(std::errc::timed_out);
  int error = 0;
  auto size = ::recv(socket_.get(), &error, sizeof error, MSG_DONTWAIT);
  if (size < 0)
    return last_error();
  if (size != sizeof error)
    return std::make_error_code(std::errc::no_child_process);
  return {error, std::system_category()};
}

std::error_code guardian::watch(int pidfd, pid_t group) const {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof pidfd)> control{};
  auto data = iovec{&group, sizeof group};
  auto message = msghdr{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof pidfd);
  std::memcpy(CMSG_DATA(part), &pidfd, sizeof pidfd);
  if (::sendmsg(socket_.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    return last_error();
  return {};
}

void guardian::end() {
  if (!pidfd_)
    return;
  socket_.reset();
  is_readable(pidfd_.get(), longest_end);
  auto ignored = siginfo_t{};
  ::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &ignored, WEXITED | WNOHANG | __WALL);
  pidfd_.reset();
}

} // namespace mw::net
