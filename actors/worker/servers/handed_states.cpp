// What the worker before this one knew of its servers: see handed_states.hpp.
#include "actors/worker/servers/handed_states.hpp"

#include "actors/config/proxies/server_address.hpp"
#include "actors/worker/show/show_servers.hpp"
#include "net/base/sealed_text.hpp"
#include "net/base/unique_fd.hpp"

#include <fmt/format.h>

#include <map>
#include <sstream>
#include <utility>

namespace mw::worker {

namespace {

/// A backend, a server.
using server_name = std::pair<std::string, std::string>;

std::map<server_name, std::string>
configured_addresses(std::span<const config::proxy_settings> proxies) {
  auto all = std::map<server_name, std::string>{};
  for (const auto& proxy : proxies)
    for (const auto& server : proxy.servers)
      all[{proxy.name, server.name}] = configured_address(server);
  return all;
}

/// Lines of other tables have more words.
std::map<server_name, net::socket_address>
moved_servers(std::string_view text, std::span<const config::proxy_settings> proxies) {
  auto configured = configured_addresses(proxies);
  auto stream = std::istringstream(std::string(text));
  auto moved = std::map<server_name, net::socket_address>{};
  for (auto line = std::string{}; std::getline(stream, line);) {
    auto words = std::istringstream(line);
    auto name = server_name{};
    auto before = std::string{};
    auto to = std::string{};
    auto rest = std::string{};
    if (!(words >> name.first >> name.second >> before >> to) || words >> rest || to == "-")
      continue;
    auto known = configured.find(name);
    if (known == configured.end() || known->second != before)
      continue;
    if (auto found = config::find_server_address(to))
      moved.emplace(name, found->address);
  }
  return moved;
}

} // namespace

std::vector<saved_server> parse_handed_states(std::string_view text,
                                              std::span<const config::proxy_settings> proxies) {
  auto moved = moved_servers(text, proxies);
  auto servers = parse_saved_servers(text);
  for (auto& one : servers) {
    one.record.port.reset();
    if (auto found = moved.find({one.backend, one.name}); found != moved.end())
      one.record.address = found->second;
  }
  return servers;
}

void read_handed_states(int fd, std::span<const config::proxy_settings> proxies,
                        saved_states& into) {
  if (fd < 0)
    return;
  auto owned = net::unique_fd(fd);
  auto text = net::unseal_text(fd);
  if (text)
    into.handed = parse_handed_states(*text, proxies);
  else
    into.warnings.push_back(fmt::format("cannot read the servers' states of the worker before: {}",
                                        text.error().message()));
}

} // namespace mw::worker
