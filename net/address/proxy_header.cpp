// Writing PROXY headers: see proxy_protocol.hpp.
#include "net/address/proxy_protocol.hpp"
#include "net/address/socket_address.hpp"

#include <fmt/format.h>

namespace mw::net {

namespace {

bool is_inet(const socket_address& source, const socket_address& destination) {
  auto family = family_of(source);
  return family == family_of(destination) && (family == AF_INET || family == AF_INET6);
}

std::string header_v1(const socket_address& source, const socket_address& destination) {
  if (!is_inet(source, destination))
    return "PROXY UNKNOWN\r\n";
  return fmt::format("PROXY {} {} {} {} {}\r\n", family_of(source) == AF_INET ? "TCP4" : "TCP6",
                     host_of(source), host_of(destination), port_of(source), port_of(destination));
}

void append(std::string& out, std::span<const uint8_t> bytes) {
  out.append(bytes.begin(), bytes.end());
}

void append_number(std::string& out, size_t number) {
  out += static_cast<char>(number >> 8U & 0xFFU);
  out += static_cast<char>(number & 0xFFU);
}

std::string header_v2(const socket_address& source, const socket_address& destination) {
  auto out = std::string("\r\n\r\n\0\r\nQUIT\n", 12);
  if (!is_inet(source, destination)) {
    out.append("\x20\0\0\0", 4);
    return out;
  }
  out += '\x21';
  out += family_of(source) == AF_INET ? '\x11' : '\x21';
  append_number(out, 2 * host_bytes(source).size() + 4);
  append(out, host_bytes(source));
  append(out, host_bytes(destination));
  append_number(out, port_of(source));
  append_number(out, port_of(destination));
  return out;
}

} // namespace

std::string make_proxy_header(proxy_header version, const socket_address& source,
                              const socket_address& destination) {
  return version == proxy_header::v1 ? header_v1(source, destination)
                                     : header_v2(source, destination);
}

} // namespace mw::net
