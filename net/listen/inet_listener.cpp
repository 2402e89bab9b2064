// Host names to addresses, and from there to a listening TCP socket.
#include "net/listen/inet_listener.hpp"

#include "net/address/socket_address.hpp"
#include "net/base/failure.hpp"
#include "net/base/last_error.hpp"
#include "net/listen/taken_listener.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstring>
#include <memory>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace mw::net {

namespace {

struct free_results {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

using results = std::unique_ptr<addrinfo, free_results>;

std::string lookup_reason(int code) {
  return code == EAI_SYSTEM ? last_error().message() : ::gai_strerror(code);
}

/// Looks up a host. Numbers are tried first: they need no name service, which may be slow or down.
tl::expected<results, std::string> resolve(const address& where, uint16_t port) {
  addrinfo hints{};
  hints.ai_family = where.host.empty() && where.family == AF_UNSPEC ? AF_INET : where.family;
  hints.ai_socktype = SOCK_STREAM;
  const char* host = where.host.empty() ? nullptr : where.host.c_str();
  auto service = fmt::format("{}", port);
  int code = EAI_NONAME;
  for (int kind : {AI_NUMERICHOST, 0}) {
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV | kind;
    addrinfo* list = nullptr;
    code = ::getaddrinfo(host, service.c_str(), &hints, &list);
    if (code == 0)
      return results(list);
  }
  return failure("invalid address: {}", lookup_reason(code));
}

bool set_flag(int fd, int level, int name, int value) {
  return ::setsockopt(fd, level, name, &value, sizeof value) == 0;
}

/// Sets the socket's options. Answers the reason of the first one that fails; empty on success.
std::string set_options(int fd, int family, const listen_options& options) {
  if (!set_flag(fd, SOL_SOCKET, SO_REUSEADDR, 1))
    return last_error().message();
  bool chosen = options.v6only || options.v4v6;
  if (family == AF_INET6 && chosen && !set_flag(fd, IPPROTO_IPV6, IPV6_V6ONLY, options.v6only))
    return fmt::format("cannot set v6only or v4v6: {}", last_error().message());
  const auto& device = options.interface;
  if (!device.empty() && ::setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device.c_str(),
                                      static_cast<socklen_t>(device.size() + 1)) != 0)
    return fmt::format("cannot bind to interface '{}': {}", device, last_error().message());
  return "";
}

socket_address address_of(const addrinfo& target) {
  auto where = socket_address{};
  std::memcpy(&where.bytes, target.ai_addr, target.ai_addrlen);
  where.length = target.ai_addrlen;
  return where;
}

/// Takes the socket of a process that we replace, if one has it. Not with the option `interface`:
/// whether their socket has the same device is not known.
unique_fd take_over(const addrinfo& target, const listen_options& options) {
  auto where = address_of(target).bytes;
  auto taken = unique_fd{};
  if (options.shares && options.interface.empty())
    for (auto pid : options.may_replace)
      if (!taken)
        taken = taken_listener(pid, where);
  return taken;
}

/// Binds, and listens, where sockets of ours have the port at other addresses. The kernel wants all
/// of them to agree, which they do for this moment alone: later nobody else may have the port.
bool listens_beside(int fd, const addrinfo& target, const listen_options& options) {
  auto where = address_of(target);
  auto all = std::vector<int>{};
  for (auto ours : options.beside) {
    auto other = local_address(ours);
    if (other == where)
      return false; // the kernel would share clients out between the two
    if (port_of(other) == port_of(where))
      all.push_back(ours);
  }
  if (all.empty())
    return false;
  all.push_back(fd);
  for (auto each : all)
    set_flag(each, SOL_SOCKET, SO_REUSEPORT, 1);
  auto listens =
      ::bind(fd, target.ai_addr, target.ai_addrlen) == 0 && ::listen(fd, options.backlog) == 0;
  for (auto each : all)
    set_flag(each, SOL_SOCKET, SO_REUSEPORT, 0);
  return listens;
}

/// The address of a bound socket, as the kernel tells it.
tl::expected<address, std::string> bound_address(int fd) {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  auto* generic = reinterpret_cast<sockaddr*>(&name);
  if (::getsockname(fd, generic, &length) != 0)
    return tl::unexpected(last_error().message());
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  if (int code = ::getnameinfo(generic, length, host.data(), host.size(), port.data(), port.size(),
                               NI_NUMERICHOST | NI_NUMERICSERV))
    return tl::unexpected(lookup_reason(code));
  address where;
  where.form = address::kind::inet;
  where.host = host.data();
  where.family = name.ss_family;
  std::from_chars(port.data(), port.data() + port.size(), where.port);
  where.last_port = where.port;
  return where;
}

} // namespace

tl::expected<listen_socket, std::string> open_port(const address& where, uint16_t port,
                                                   const listen_options& options) {
  auto found = resolve(where, port);
  if (!found)
    return tl::unexpected(found.error());
  const addrinfo& target = **found;
  unique_fd fd(::socket(target.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!fd)
    return tl::unexpected(last_error().message());
  if (auto reason = set_options(fd.get(), target.ai_family, options); !reason.empty())
    return tl::unexpected(reason);
  if (::bind(fd.get(), target.ai_addr, target.ai_addrlen) != 0) {
    auto why = last_error();
    if (why != std::errc::address_in_use)
      return tl::unexpected(why.message());
    if (!listens_beside(fd.get(), target, options))
      fd = take_over(target, options);
    if (!fd)
      return tl::unexpected(why.message());
  }
  if (::listen(fd.get(), options.backlog) != 0)
    return tl::unexpected(last_error().message());
  auto bound = bound_address(fd.get());
  if (!bound)
    return tl::unexpected(bound.error());
  return listen_socket(std::move(fd), *bound, "");
}

} // namespace mw::net
