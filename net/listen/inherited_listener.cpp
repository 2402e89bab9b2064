// Checks an inherited descriptor and makes it one of our listening sockets.
#include "net/listen/inherited_listener.hpp"

#include "net/base/failure.hpp"
#include "net/base/last_error.hpp"
#include "net/base/non_blocking.hpp"
#include "net/listen/passed_sockets.hpp"

#include <fmt/format.h>

#include <optional>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace mw::net {

namespace {

std::optional<int> socket_option(int fd, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  if (::getsockopt(fd, SOL_SOCKET, name, &value, &size) != 0)
    return {};
  return value;
}

/// Tells whether the socket is bound: listen() would give an unbound TCP socket a random port.
bool is_bound(int fd) {
  sockaddr_in6 name{};
  socklen_t length = sizeof name;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length) != 0)
    return false;
  // The port stands at the same place in IPv4's and IPv6's addresses.
  bool inet = name.sin6_family == AF_INET || name.sin6_family == AF_INET6;
  return inet ? name.sin6_port != 0 : length > sizeof(sa_family_t);
}

/// Makes the descriptor listen. Answers the reason why it cannot, as HAProxy words it; empty on
/// success.
std::string make_listening(int number, int backlog) {
  auto type = socket_option(number, SO_TYPE);
  if (!type)
    return fmt::format("cannot use file descriptor '{}' : {}.", number, last_error().message());
  if (*type != SOCK_STREAM)
    return fmt::format("socket on file descriptor '{}' is of the wrong type.", number);
  if (socket_option(number, SO_ACCEPTCONN).value_or(0) != 0)
    return "";
  if (!is_bound(number))
    return fmt::format("socket on file descriptor '{}' is not bound.", number);
  if (::listen(number, backlog) != 0)
    return fmt::format("cannot use file descriptor '{}' : {}.", number, last_error().message());
  return "";
}

tl::expected<listen_socket, std::string> open_one(int number, const address& where, int backlog) {
  if (auto reason = make_listening(number, backlog); !reason.empty())
    return tl::unexpected(reason);
  unique_fd fd(::fcntl(number, F_DUPFD_CLOEXEC, 3));
  if (!fd)
    return tl::unexpected(last_error().message());
  if (auto failed = make_non_blocking(fd.get()))
    return tl::unexpected(failed.message());
  return listen_socket(std::move(fd), where, "");
}

} // namespace

tl::expected<std::vector<listen_socket>, std::string>
open_inherited(const address& where, const listen_options& options) {
  auto numbers = where.path.empty() ? passed_descriptors{{where.fd}} : find_passed(where.path);
  if (!numbers)
    return tl::unexpected(numbers.error());
  std::vector<listen_socket> all;
  for (int number : *numbers) {
    auto opened = open_one(number, where, options.backlog);
    if (!opened)
      return tl::unexpected(opened.error());
    all.push_back(std::move(*opened));
  }
  return all;
}

} // namespace mw::net
