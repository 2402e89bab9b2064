// Reading PROXY headers: see proxy_protocol.hpp.
#include "net/address/proxy_protocol.hpp"

#include "net/address/socket_address.hpp"
#include "net/base/number.hpp"

#include <algorithm>
#include <vector>

#include <arpa/inet.h>

namespace mw::net {

namespace {

using outcome = tl::expected<std::optional<proxy_addresses>, std::string_view>;

constexpr std::string_view v1_start = "PROXY ";
constexpr auto v2_start = std::string_view{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr size_t longest_v1 = 107;
constexpr size_t v2_fixed = 16; ///< bytes in front of the addresses

bool begins_alike(std::string_view bytes, std::string_view start) {
  auto common = std::min(bytes.size(), start.size());
  return bytes.substr(0, common) == start.substr(0, common);
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    auto end = std::min(line.find(' '), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

std::optional<socket_address> inet_address(int family, std::string_view host,
                                           std::string_view port) {
  auto number = net::parse_number<uint16_t>(port);
  auto text = std::string(host);
  auto v4 = sockaddr_in{};
  auto v6 = sockaddr_in6{};
  auto* place = family == AF_INET ? static_cast<void*>(&v4.sin_addr) : &v6.sin6_addr;
  if (!number || ::inet_pton(family, text.c_str(), place) != 1)
    return std::nullopt;
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  auto x = family == AF_INET ? address_from(v4) : address_from(v6);
  set_port(x, *number);
  return x;
}

outcome read_v1(std::string_view bytes) {
  auto end = bytes.substr(0, longest_v1).find("\r\n");
  if (end == std::string_view::npos)
    return bytes.size() >= longest_v1 ? outcome(tl::unexpected(std::string_view("too long")))
                                      : outcome(std::nullopt);
  auto words = words_of(bytes.substr(0, end));
  auto header = proxy_addresses{.length = end + 2, .source = {}, .destination = {}};
  if (words.size() >= 2 && words[1] == "UNKNOWN")
    return header;
  if (words.size() != 6 || (words[1] != "TCP4" && words[1] != "TCP6"))
    return tl::unexpected(std::string_view("malformed"));
  auto family = words[1] == "TCP4" ? AF_INET : AF_INET6;
  auto source = inet_address(family, words[2], words[4]);
  auto destination = inet_address(family, words[3], words[5]);
  if (!source || !destination)
    return tl::unexpected(std::string_view("malformed"));
  header.source = *source;
  header.destination = *destination;
  return header;
}

uint8_t byte_at(std::string_view bytes, size_t at) {
  return static_cast<uint8_t>(bytes[at]);
}

/// Address and port in network order, as version 2 has them.
socket_address packed_address(int family, std::string_view host, std::string_view port) {
  auto v4 = sockaddr_in{};
  auto v6 = sockaddr_in6{};
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  auto* place = family == AF_INET ? static_cast<void*>(&v4.sin_addr) : &v6.sin6_addr;
  std::memcpy(place, host.data(), host.size());
  auto x = family == AF_INET ? address_from(v4) : address_from(v6);
  set_port(x, static_cast<uint16_t>(byte_at(port, 0) << 8U | byte_at(port, 1)));
  return x;
}

outcome read_v2_addresses(std::string_view header) {
  auto read = proxy_addresses{.length = header.size(), .source = {}, .destination = {}};
  auto command = byte_at(header, 12);
  if (command == 0x20) // LOCAL
    return read;
  if (command != 0x21)
    return tl::unexpected(std::string_view("malformed"));
  auto transport = byte_at(header, 13);
  auto family = transport == 0x11 ? AF_INET : transport == 0x21 ? AF_INET6 : AF_UNSPEC;
  if (family == AF_UNSPEC) // an address that we have no use for
    return read;
  size_t size = family == AF_INET ? 4 : 16;
  auto addresses = header.substr(v2_fixed);
  if (addresses.size() < 2 * size + 4)
    return tl::unexpected(std::string_view("malformed"));
  auto ports = addresses.substr(2 * size);
  read.source = packed_address(family, addresses.substr(0, size), ports.substr(0, 2));
  read.destination = packed_address(family, addresses.substr(size, size), ports.substr(2, 2));
  return read;
}

outcome read_v2(std::string_view bytes) {
  if (bytes.size() < v2_fixed)
    return std::nullopt;
  auto length = v2_fixed + static_cast<size_t>(byte_at(bytes, 14) << 8U | byte_at(bytes, 15));
  if (length > longest_proxy_header)
    return tl::unexpected(std::string_view("too long"));
  if (bytes.size() < length)
    return std::nullopt;
  return read_v2_addresses(bytes.substr(0, length));
}

} // namespace

outcome read_proxy_header(std::string_view bytes) {
  if (begins_alike(bytes, v2_start))
    return read_v2(bytes);
  if (begins_alike(bytes, v1_start))
    return read_v1(bytes);
  return tl::unexpected(std::string_view("malformed"));
}

} // namespace mw::net
