// Servers as `show servers` has them: see show_servers.hpp.
#include "actors/worker/show/show_servers.hpp"

#include "actors/config/proxies/server_address.hpp"
#include "actors/worker/stat/stat_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include <arpa/inet.h>

namespace mw::worker {

namespace {

constexpr std::string_view state_header =
    "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight "
    "srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health "
    "srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord "
    "srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port\n";

constexpr std::string_view connection_header =
    "# bkname/svname bkid/svid addr port - purge_delay used_cur used_max need_est unsafe_nb "
    "safe_nb idle_lim idle_cur idle_per_thr[1]\n";

constexpr std::string_view address_header = "# be_name srv_name srv_configured srv_moved_to\n";

/// Bits of srv_check_state.
constexpr unsigned check_in_progress = 1;
constexpr unsigned check_configured = 2;
constexpr unsigned check_enabled = 4;
constexpr unsigned check_paused = 8;

/// Says whether checks pause; of a server that is not checked HAProxy knows it at the start alone.
unsigned check_bits(const relay::server& x) {
  auto paused = x.check.configured ? x.in_maintenance() : x.settings.disabled;
  return (x.check.in_progress ? check_in_progress : 0) |
         (x.check.configured ? check_configured : 0) | (x.check.enabled ? check_enabled : 0) |
         (paused ? check_paused : 0);
}

/// The host alone, `-` for what has none.
std::string host_text(const net::socket_address& address) {
  auto text = to_string(address);
  if (address.bytes.ss_family == AF_INET)
    return text.substr(0, text.rfind(':'));
  if (address.bytes.ss_family == AF_INET6)
    return text.substr(1, text.rfind(']') - 1);
  return "-";
}

/// An offset stands where a port would.
unsigned shown_port(const relay::server& x) {
  auto port = port_of(x.address);
  return port != 0 ? port : static_cast<uint16_t>(x.port_offset);
}

/// The name that was looked up.
std::string name_of_host(const relay::server& x) {
  const auto& host = x.settings.host_name;
  auto number = in6_addr{};
  auto is_name = !host.empty() && ::inet_pton(AF_INET, host.c_str(), &number) != 1 &&
                 ::inet_pton(AF_INET6, host.c_str(), &number) != 1;
  auto is_inet = x.address.bytes.ss_family == AF_INET || x.address.bytes.ss_family == AF_INET6;
  return is_name && is_inet ? host : "-";
}

unsigned shown_status(const relay::server& x) {
  auto status = x.check.configured ? x.check.status : relay::check_status::initializing;
  return static_cast<unsigned>(status);
}

void add_state(const relay::server& x, relay::clock::time_point now, std::string& text) {
  const auto& backend = *x.owner->settings;
  auto age = std::chrono::duration_cast<std::chrono::seconds>(now - x.last_change).count();
  fmt::format_to(std::back_inserter(text),
                 "{} {} {} {} {} {} {} {} {} {} {} {} {} {} 0 {} {} {} {} - 0 {} {} {} {}\n",
                 backend.id, backend.name, x.settings.id, x.settings.name, host_text(x.address),
                 static_cast<unsigned>(x.state), x.admin_state, x.weight, x.settings.weight, age,
                 shown_status(x), static_cast<unsigned>(x.check.verdict), x.check.health,
                 check_bits(x), backend.id_chosen ? 1 : 0, x.settings.id_chosen ? 1 : 0,
                 name_of_host(x), shown_port(x), x.check_port, host_text(x.check_address),
                 host_text(x.settings.check_address), x.settings.check_port);
}

void add_connections(const relay::server& x, std::string& text) {
  constexpr unsigned purge_delay = 5000; // HAProxy's default, which has no use for TCP
  const auto& backend = *x.owner->settings;
  auto most = most_connections(x);
  fmt::format_to(std::back_inserter(text), "{}/{} {}/{} {} {} - {} {} {} {} 0 0 -1 0 0\n",
                 backend.name, x.settings.name, backend.id, x.settings.id, host_text(x.address),
                 shown_port(x), purge_delay, x.counts->sessions.current, most, most);
}

/// In HAProxy's order, which is the opposite one in what is `disabled`.
template <class Add>
void for_each_server(const relay::backend& of, Add add) {
  const auto& servers = of.servers;
  if (of.settings->disabled)
    std::for_each(servers.rbegin(), servers.rend(), [&](const auto& server) { add(*server); });
  else
    std::for_each(servers.begin(), servers.end(), [&](const auto& server) { add(*server); });
}

template <class Add>
void for_each_server(const relay::proxies& all, const relay::backend* only, Add add) {
  for (const auto& proxy : all.all)
    if (proxy->back && (only == nullptr || only == proxy->back.get()))
      for_each_server(*proxy->back, add);
}

} // namespace

std::string show_server_states(const relay::proxies& all, const relay::backend* only,
                               relay::clock::time_point now) {
  auto text = std::string(state_header);
  for_each_server(all, only, [&](const auto& server) { add_state(server, now, text); });
  return text;
}

std::string configured_address(const config::proxy_server& x) {
  if (x.keeps_client_port)
    return fmt::format("{}:{:+}", x.host_name, x.port_offset);
  auto port = port_of(x.address);
  return port == 0 ? x.host_name : fmt::format("{}:{}", x.host_name, port);
}

std::string show_server_addresses(const relay::proxies& all, const relay::backend* only) {
  auto text = std::string(address_header);
  for_each_server(all, only, [&](const auto& server) {
    auto moved = server.address != server.settings.address;
    fmt::format_to(std::back_inserter(text), "{} {} {} {}\n", server.owner->settings->name,
                   server.settings.name, configured_address(server.settings),
                   moved ? to_string(server.address) : "-");
  });
  return text;
}

std::string show_server_connections(const relay::proxies& all, const relay::backend* only) {
  auto text = std::string(connection_header);
  for_each_server(all, only, [&](const auto& server) { add_connections(server, text); });
  return text;
}

std::string show_backends(const relay::proxies& all) {
  auto text = std::string("# name\n");
  for (const auto& proxy : all.all)
    if (proxy->back)
      text += proxy->settings.name + '\n';
  return text;
}

} // namespace mw::worker
