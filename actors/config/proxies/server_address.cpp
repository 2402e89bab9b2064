// Addresses of servers: see server_address.hpp.
#include "actors/config/proxies/server_address.hpp"

#include "actors/config/text/printable.hpp"
#include "net/address/address.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>

#include <netdb.h>
#include <sys/un.h>

namespace mw::config {

namespace {

struct free_list {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

struct address_prefix {
  std::string_view text;
  int family;
};

constexpr std::array inet_prefixes{
    address_prefix{"ipv4@", AF_INET}, address_prefix{"ipv6@", AF_INET6},
    address_prefix{"tcp4@", AF_INET}, address_prefix{"tcp6@", AF_INET6},
    address_prefix{"tcp@", AF_UNSPEC}};

/// Forms of addresses that no server can have.
constexpr std::array<std::string_view, 6> refused_prefixes{"fd@",   "sockpair@", "udp@",
                                                           "udp4@", "udp6@",     "abnsz@"};

template <class T>
net::socket_address packed(const T& typed, socklen_t length) {
  auto address = net::socket_address{};
  std::memcpy(&address.bytes, &typed, sizeof typed);
  address.length = length;
  return address;
}

/// `*` and nothing mean any address, which makes HAProxy go where the client wanted to go.
bool is_any(std::string_view host) {
  return host.empty() || host == "*" || host == "0.0.0.0" || host == "::";
}

/// Finds the port, behind the last colon; nothing if there is none, or if it belongs to the host.
std::optional<std::string_view> port_text(std::string_view text) {
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos || text.ends_with(']'))
    return std::nullopt;
  return text.substr(colon + 1);
}

tl::expected<void, std::string> read_port(std::string_view port, std::string_view whole,
                                          server_address& out) {
  constexpr auto highest = unsigned{std::numeric_limits<uint16_t>::max()};
  auto is_offset = port.starts_with('+') || port.starts_with('-');
  auto digits = port.substr(is_offset ? 1 : 0);
  if (digits.find('-') != std::string_view::npos)
    return tl::unexpected(fmt::format("port range not permitted here in '{}'", printable(whole)));
  auto wrong =
      std::find_if_not(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (wrong != digits.end())
    return tl::unexpected(fmt::format("invalid character '{}' in port number '{}' in '{}'",
                                      printable({&*wrong, 1}), printable(port), printable(whole)));
  auto number = net::parse_number(digits, 0U, highest);
  if (!number)
    return tl::unexpected(fmt::format("invalid port '{}'", printable(port)));
  out.keeps_client_port = is_offset || *number == 0;
  if (is_offset)
    out.port_offset =
        port.starts_with('-') ? -static_cast<int>(*number) : static_cast<int>(*number);
  else
    out.address = with_port(out.address, static_cast<uint16_t>(*number));
  return {};
}

tl::expected<server_address, std::string> find_inet(std::string_view rest, std::string_view whole,
                                                    int family) {
  auto port = port_text(rest);
  auto host = port ? rest.substr(0, rest.size() - port->size() - 1) : rest;
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  auto found = server_address{.host = std::string(host), .address = {}};
  if (is_any(host))
    return tl::unexpected(fmt::format("'{}' is not supported: a server needs an address of its own",
                                      printable(whole)));
  auto address = find_host(found.host, family);
  if (!address)
    return tl::unexpected(std::move(address.error()));
  found.address = *address;
  found.keeps_client_port = true;
  if (!port || port->empty())
    return found;
  return read_port(*port, whole, found).map([&] { return std::move(found); });
}

tl::expected<server_address, std::string> find_unix(std::string_view path, std::string_view whole,
                                                    bool abstract) {
  return unix_address(path, abstract).map([&](const net::socket_address& address) {
    return server_address{.host = std::string(whole), .address = address};
  });
}

} // namespace

tl::expected<net::socket_address, std::string> unix_address(std::string_view path, bool abstract) {
  auto typed = sockaddr_un{};
  typed.sun_family = AF_UNIX;
  auto longest = abstract ? net::max_abstract_name : net::max_unix_path;
  if (path.empty() || path.size() > longest)
    return tl::unexpected(
        fmt::format("socket path '{}' must have 1 to {} characters", printable(path), longest));
  std::memcpy(typed.sun_path + (abstract ? 1 : 0), path.data(), path.size());
  auto length = abstract ? sizeof typed : offsetof(sockaddr_un, sun_path) + path.size() + 1;
  return packed(typed, static_cast<socklen_t>(length));
}

tl::expected<net::socket_address, std::string> find_host(const std::string& host, int family) {
  auto hints = addrinfo{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  for (int kind : {AI_NUMERICHOST, 0}) {
    hints.ai_flags = kind;
    addrinfo* list = nullptr;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0)
      continue;
    auto owned = std::unique_ptr<addrinfo, free_list>(list);
    auto address = net::socket_address{};
    std::memcpy(&address.bytes, owned->ai_addr, owned->ai_addrlen);
    address.length = owned->ai_addrlen;
    return address;
  }
  return tl::unexpected(fmt::format("could not resolve address '{}'", printable(host)));
}

tl::expected<server_address, std::string> find_server_address(std::string_view text) {
  for (auto prefix : refused_prefixes)
    if (text.starts_with(prefix))
      return tl::unexpected(
          fmt::format("an address of this kind is not acceptable here in '{}'", printable(text)));
  for (const auto& prefix : inet_prefixes)
    if (text.starts_with(prefix.text))
      return find_inet(text.substr(prefix.text.size()), text, prefix.family);
  if (text.starts_with("unix@"))
    return find_unix(text.substr(5), text, false);
  if (text.starts_with("abns@"))
    return find_unix(text.substr(5), text, true);
  if (text.starts_with('/'))
    return find_unix(text, text, false);
  return find_inet(text, text, AF_UNSPEC);
}

} // namespace mw::config
