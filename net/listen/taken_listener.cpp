// Other processes' sockets by pidfd_getfd(2): see taken_listener.hpp.
#include "net/listen/taken_listener.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include <netinet/in.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mw::net {

namespace {

bool is_one_of_ours(pid_t pid) {
  auto name = std::string{};
  std::getline(std::ifstream{fmt::format("/proc/{}/comm", pid)}, name);
  return name == "mw-actors";
}

bool same_address(const sockaddr_storage& a, const sockaddr_storage& b) {
  if (a.ss_family != b.ss_family)
    return false;
  if (a.ss_family == AF_INET) {
    const auto& one = reinterpret_cast<const sockaddr_in&>(a);
    const auto& other = reinterpret_cast<const sockaddr_in&>(b);
    return one.sin_port == other.sin_port && one.sin_addr.s_addr == other.sin_addr.s_addr;
  }
  const auto& one = reinterpret_cast<const sockaddr_in6&>(a);
  const auto& other = reinterpret_cast<const sockaddr_in6&>(b);
  return a.ss_family == AF_INET6 && one.sin6_port == other.sin6_port &&
         one.sin6_scope_id == other.sin6_scope_id &&
         std::memcmp(&one.sin6_addr, &other.sin6_addr, sizeof one.sin6_addr) == 0;
}

bool listens_at(int fd, const sockaddr_storage& where) {
  int listens = 0;
  socklen_t size = sizeof listens;
  if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0)
    return false;
  auto name = sockaddr_storage{};
  size = sizeof name;
  return ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) == 0 &&
         same_address(name, where);
}

/// The number of the socket that an entry of /proc/<pid>/fd names; -1 if it is no socket.
int socket_number(const std::filesystem::directory_entry& entry) {
  auto error = std::error_code{};
  if (!std::filesystem::read_symlink(entry.path(), error).native().starts_with("socket:"))
    return -1;
  auto digits = entry.path().filename().native();
  auto number = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

} // namespace

unique_fd taken_listener(pid_t pid, const sockaddr_storage& where) {
  auto process = unique_fd{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U))};
  if (!process || !is_one_of_ours(pid))
    return {};
  auto error = std::error_code{};
  auto all = std::filesystem::directory_iterator{fmt::format("/proc/{}/fd", pid), error};
  for (auto end = std::filesystem::directory_iterator{}; !error && all != end;
       all.increment(error)) {
    auto number = socket_number(*all);
    if (number < 0)
      continue;
    auto copy = unique_fd{static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), number, 0U))};
    if (copy && listens_at(copy.get(), where))
      return copy;
  }
  return {};
}

} // namespace mw::net
