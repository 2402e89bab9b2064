// Another address for a server: see server_move.hpp.
#include "actors/worker/server_move.hpp"

#include "actors/config/server_address.hpp"
#include "net/number.hpp"

#include <fmt/format.h>

#include <cstring>
#include <optional>

#include <arpa/inet.h>

namespace mw::worker {

namespace {

std::optional<socket_address> numeric_address(const std::string& text) {
  auto v4 = in_addr{};
  auto v6 = in6_addr{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) != 1 && ::inet_pton(AF_INET6, text.c_str(), &v6) != 1)
    return std::nullopt;
  auto found = find_host(text);
  return found ? std::optional(*found) : std::nullopt;
}

std::string host_alone(const socket_address& address) {
  auto text = to_string(address);
  auto host = text.substr(0, text.rfind(':'));
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

std::string move_host(const socket_address& from, const socket_address& host, server_move& move) {
  move.to = with_port(host, port_of(from));
  if (move.to == from)
    return "no need to change the addr";
  move.changed = true;
  return fmt::format("IP changed from '{}' to '{}'", host_alone(from), host_alone(move.to));
}

std::string move_port(const std::string& text, server_move& move) {
  auto port = net::parse_number<uint16_t>(text);
  if (!port)
    return fmt::format(", problem converting port '{}' to an int", text);
  auto before = port_of(move.to);
  if (*port == before)
    return {};
  move.to = with_port(move.to, *port);
  move.changed = true;
  return fmt::format(", port changed from '{}' to '{}'", before, *port);
}

} // namespace

server_move plan_move(const socket_address& from, std::span<const std::string> values) {
  auto move = server_move{};
  move.to = from;
  auto host = numeric_address(values[0]);
  if (host) {
    move.text = move_host(from, *host, move);
    if (values.size() > 1 && values[1] == "port")
      move.text += move_port(values.size() > 2 ? values[2] : "", move);
  } else {
    move.text = fmt::format("Invalid addr '{}'", values[0]);
  }
  move.text += " by 'stats socket command'\n";
  return move;
}

} // namespace mw::worker
