// Mistakes of several lines together: see consistency.hpp.
#include "actors/config/proxies/consistency.hpp"

#include "actors/config/proxies/server_address.hpp"
#include "net/address/same_place.hpp"

#include <algorithm>

namespace mw::config {

namespace {

using drafts_view = std::span<const proxy_draft>;

template <class... Parts>
std::string at(const config_place& place, fmt::format_string<Parts...> format, Parts&&... parts) {
  return fmt::format("parsing [{}:{}] : {}", place.file, place.line,
                     fmt::format(format, std::forward<Parts>(parts)...));
}

/// Compares with the sections in front. A frontend and a backend may have the same name.
void check_name(drafts_view before, const proxy_draft& draft, proxy_report& report) {
  for (const auto& other : before) {
    auto same_side = (other.sides.clients && draft.sides.clients) ||
                     (other.sides.servers && draft.sides.servers);
    if (same_side && other.out.name == draft.out.name) {
      report.errors.push_back(at(draft.out.place,
                                 "{} '{}' has the same name as {} '{}' declared at {}:{}.",
                                 draft.kind(), draft.out.name, other.kind(), other.out.name,
                                 other.out.place.file, other.out.place.line));
      return;
    }
  }
}

void check_id(drafts_view before, const proxy_draft& draft, proxy_report& report) {
  auto other = std::find_if(before.begin(), before.end(),
                            [&](const auto& one) { return one.out.id == draft.out.id; });
  if (other != before.end())
    report.errors.push_back(at(draft.out.place,
                               "{} {} reuses same custom id as {} {} (declared at {}:{}).",
                               draft.kind(), draft.out.name, other->kind(), other->out.name,
                               other->out.place.file, other->out.place.line));
}

bool has_backend(drafts_view all, const std::string& name) {
  return std::any_of(all.begin(), all.end(), [&](const auto& draft) {
    return draft.sides.servers && draft.out.name == name;
  });
}

void check_backends(drafts_view all, const proxy_draft& draft, proxy_report& report) {
  constexpr auto text = "Proxy '{}': unable to find required {}: '{}'.";
  const auto& fallback = draft.out.default_backend;
  if (!fallback.empty() && !has_backend(all, fallback))
    report.errors.push_back(
        at(draft.default_backend_place, text, draft.out.name, "default_backend", fallback));
  for (const auto& rule : draft.out.rules)
    if (!has_backend(all, rule.backend))
      report.errors.push_back(at(rule.place, text, draft.out.name, "use_backend", rule.backend));
}

bool has_check_port(const proxy_settings& proxy, const proxy_server& server) {
  auto is_inet =
      server.address.bytes.ss_family == AF_INET || server.address.bytes.ss_family == AF_INET6;
  auto by_step = proxy.tcp_check && !proxy.check_steps.empty() &&
                 proxy.check_steps[0].what == check_step::kind::connect &&
                 proxy.check_steps[0].port != 0;
  return !is_inet || !server.keeps_client_port || server.check_port != 0 || by_step;
}

void check_server(const proxy_draft& draft, size_t place, proxy_report& report) {
  const auto& proxy = draft.out;
  const auto& server = proxy.servers[place];
  auto before = std::span(proxy.servers).first(place);
  auto twin = [&](auto same) { return std::find_if(before.begin(), before.end(), same); };
  auto by_name = twin([&](const auto& other) { return other.name == server.name; });
  if (by_name != before.end())
    report.errors.push_back(at(server.place,
                               "{} '{}', another server named '{}' was already defined at line "
                               "{}, please use distinct names.",
                               draft.kind(), proxy.name, server.name, by_name->place.line));
  auto by_id = twin([&](const auto& other) { return other.id == server.id; });
  if (by_id != before.end())
    report.errors.push_back(at(server.place,
                               "'server {}/{}' : 'id' : custom id {} already used at {}:{} "
                               "('server {}')",
                               proxy.name, server.name, server.id, by_id->place.file,
                               by_id->place.line, by_id->name));
  if (server.check && !has_check_port(proxy, server))
    report.errors.push_back(at(server.place,
                               "{} '{}': server '{}' has neither service port nor check port nor "
                               "tcp_check rule 'connect' with port information.",
                               draft.kind(), proxy.name, server.name));
}

/// A file that would never be read.
void check_states_source(const proxy_draft& draft, proxy_report& report) {
  if (draft.out.load_states == state_source::master && !draft.out.states_file.empty())
    report.errors.push_back(at(draft.out.place,
                               "{} '{}': 'server-state-file-name' cannot be used with "
                               "'load-server-state-from-file master', which reads no file.",
                               draft.kind(), draft.out.name));
}

bool is_set(const std::optional<std::chrono::milliseconds>& time) {
  return time && time->count() > 0;
}

/// Warns of timeouts that are not set, as HAProxy does: without them, clients and servers that are
/// gone are waited for for ever.
void warn_of_missing(const proxy_draft& draft, proxy_report& report) {
  const auto& proxy = draft.out;
  if (draft.sides.clients && proxy.binds.empty())
    report.warnings.push_back(fmt::format("{} '{}' has no 'bind' directive. Please declare it as a "
                                          "backend if this was intended.",
                                          draft.kind(), proxy.name));
  auto lacks_client = draft.sides.clients && !is_set(proxy.client_timeout);
  auto lacks_server =
      !proxy.servers.empty() && (!is_set(proxy.connect_timeout) || !is_set(proxy.server_timeout));
  if (lacks_client || lacks_server)
    report.warnings.push_back(
        fmt::format("missing timeouts for {} '{}': 'client', 'connect' and 'server' should all be "
                    "set to a non-zero value.",
                    draft.kind(), proxy.name));
  if (draft.sides.clients && proxy.tcplog && proxy.logs.empty())
    report.warnings.push_back(fmt::format("log format ignored for {} '{}' since it has no log "
                                          "address.",
                                          draft.kind(), proxy.name));
}

/// Where listeners are that come before the one that is checked.
struct taken_place {
  const net::address* where;
  std::string by;
};

void check_binds(const proxy_draft& draft, std::vector<taken_place>& taken, proxy_report& report) {
  for (const auto& bind : draft.out.binds) {
    auto other = std::find_if(taken.begin(), taken.end(), [&](const taken_place& one) {
      return net::same_place(*one.where, bind.where);
    });
    if (other == taken.end())
      taken.push_back(
          {&bind.where, fmt::format("the 'bind' at {}:{}", bind.place.file, bind.place.line)});
    else
      report.errors.push_back(at(bind.place, "'bind' : '{}' is the address of {} too",
                                 net::to_string(bind.where), other->by));
  }
}

} // namespace

proxy_report check_proxies(std::span<const proxy_draft> drafts,
                           std::span<const listener_settings> clis) {
  auto report = proxy_report{};
  const auto of_stats = std::string{"a 'stats socket'"};
  auto taken = std::vector<taken_place>{};
  for (const auto& cli : clis)
    taken.push_back({&cli.where, of_stats});
  for (size_t place = 0; place < drafts.size(); ++place) {
    const auto& draft = drafts[place];
    check_name(drafts.first(place), draft, report);
    check_id(drafts.first(place), draft, report);
    if (draft.out.disabled)
      continue;
    check_backends(drafts, draft, report);
    for (size_t server = 0; server < draft.out.servers.size(); ++server)
      check_server(draft, server, report);
    check_binds(draft, taken, report);
    check_states_source(draft, report);
    warn_of_missing(draft, report);
  }
  return report;
}

} // namespace mw::config
