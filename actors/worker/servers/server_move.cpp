// Another address for a server: see server_move.hpp.
#include "actors/worker/servers/server_move.hpp"

#include "actors/config/proxies/server_address.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <cstring>
#include <optional>

#include <arpa/inet.h>

namespace mw::worker {

namespace {

std::optional<net::socket_address> numeric_address(const std::string& text) {
  auto v4 = in_addr{};
  auto v6 = in6_addr{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) != 1 && ::inet_pton(AF_INET6, text.c_str(), &v6) != 1)
    return std::nullopt;
  auto found = config::find_host(text);
  return found ? std::optional(*found) : std::nullopt;
}

std::string host_alone(const net::socket_address& address) {
  auto text = to_string(address);
  auto host = text.substr(0, text.rfind(':'));
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

std::string move_host(const net::socket_address& from, const net::socket_address& host,
                      server_move& move) {
  move.to.address = with_port(host, port_of(from));
  if (move.to.address == from)
    return "no need to change the addr";
  move.changed = true;
  return fmt::format("IP changed from '{}' to '{}'", host_alone(from), host_alone(move.to.address));
}

/// `80`, `+5`, `-5`; a relative one is shown as 16 bits.
struct port_choice {
  bool relative = false;
  int number = 0;
};

std::optional<port_choice> parse_port(std::string_view text) {
  auto relative = text.starts_with('+') || text.starts_with('-');
  auto number = net::parse_number<uint16_t>(text.substr(relative ? 1 : 0));
  if (!number)
    return std::nullopt;
  return port_choice{relative, text.starts_with('-') ? -int{*number} : int{*number}};
}

port_choice port_now(const relay::server_place& place) {
  if (place.keeps_client_port)
    return {true, static_cast<uint16_t>(place.port_offset)};
  return {false, port_of(place.address)};
}

std::string port_text(const port_choice& port) {
  return fmt::format("{}{}", port.relative && port.number >= 0 ? "+" : "", port.number);
}

void set_port(relay::server_place& place, const port_choice& port) {
  place.address = with_port(place.address, static_cast<uint16_t>(port.relative ? 0 : port.number));
  place.keeps_client_port = port.relative;
  place.port_offset = port.relative ? port.number : 0;
}

bool is_inet(const net::socket_address& x) {
  return x.bytes.ss_family == AF_INET || x.bytes.ss_family == AF_INET6;
}

/// The end of the text, and what it says done. A port of the client's choice can be checked only if
/// the checks have one of their own: then nothing moves.
std::string move_port(const std::string& text, uint16_t check_port, server_move& move) {
  auto port = parse_port(text);
  if (!port)
    return fmt::format(", problem converting port '{}' to an int", text);
  auto before = port_now(move.to);
  if (port->relative && !before.relative && check_port == 0) {
    move.changed = false;
    return ", can't change <port> to port map because it is incompatible with current health check "
           "port configuration (use 'port' statement from the 'server' directive.";
  }
  if (port->number == before.number)
    return ", no need to change the port";
  set_port(move.to, *port);
  move.changed = true;
  return fmt::format(", port changed from '{}' to '{}'", port_text(before), port_text(*port));
}

std::string plan_text(const relay::server_place& from, uint16_t check_port,
                      std::span<const std::string> values, server_move& move) {
  auto host = numeric_address(values[0]);
  if (!host)
    return fmt::format("Invalid addr '{}'", values[0]);
  if (!is_inet(from.address))
    return "Update for the current server address family is only supported through configuration "
           "file";
  auto text = move_host(from.address, *host, move);
  if (values.size() > 1 && values[1] == "port")
    text += move_port(values.size() > 2 ? values[2] : "", check_port, move);
  return text;
}

} // namespace

server_move plan_move(const relay::server_place& from, uint16_t check_port,
                      std::span<const std::string> values) {
  auto move = server_move{.to = from, .text = {}};
  move.text = plan_text(from, check_port, values, move) + " by 'stats socket command'\n";
  return move;
}

tl::expected<check_target, std::string> plan_check_move(check_target from,
                                                        const std::optional<std::string>& address,
                                                        const std::optional<std::string>& port,
                                                        bool needs_port) {
  if (address) {
    auto host = numeric_address(*address);
    if (!host)
      return tl::unexpected(fmt::format("invalid addr '{}'", *address));
    from.address = *host;
  }
  if (!port)
    return from;
  auto digits = std::string_view{*port}.substr(port->starts_with('-') ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return tl::unexpected(std::string("provided port is not an integer"));
  auto number = net::parse_number<uint16_t>(*port);
  if (!number)
    return tl::unexpected(std::string("provided port is invalid"));
  if (*number == 0 && needs_port)
    return tl::unexpected(std::string("can't unset 'port' since MAPPORTS is in use"));
  from.port = *number;
  return from;
}

} // namespace mw::worker
