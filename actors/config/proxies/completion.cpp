// Fills in what depends on a whole section of a proxy: see consistency.hpp.
#include "actors/config/proxies/consistency.hpp"

#include <algorithm>
#include <set>

namespace mw::config {

namespace {

constexpr unsigned first_id = 1;

/// HAProxy's way: the numbers that are chosen are taken wherever they stand, and those who have
/// chosen count too.
template <class Numbered, class Get>
void number(std::vector<Numbered>& all, unsigned next, Get get) {
  auto taken = std::set<unsigned>{};
  for (auto& each : all)
    taken.insert(get(each).id);
  for (auto& each : all) {
    auto& one = get(each);
    one.id_chosen = one.id != 0;
    while (!one.id_chosen && taken.contains(next))
      ++next;
    if (!one.id_chosen)
      one.id = next;
    ++next;
  }
}

/// Chooses a listener's backlog as HAProxy does: the line's, else the section's, else its maxconn.
void complete_backlogs(proxy_settings& proxy) {
  auto otherwise = proxy.backlog != 0 ? proxy.backlog : proxy.maxconn;
  for (auto& bind : proxy.binds)
    if (bind.socket.backlog == 0)
      bind.socket.backlog =
          otherwise != 0 ? static_cast<int>(otherwise) : net::listen_options{}.backlog;
}

/// In what is `disabled` HAProxy gives no numbers.
void complete_servers(proxy_settings& proxy) {
  if (!proxy.disabled)
    number(
        proxy.servers, first_id, [](auto& server) -> auto& { return server; });
  for (auto& server : proxy.servers)
    server.id_chosen = server.id_chosen || (proxy.disabled && server.id != 0);
  for (auto& server : proxy.servers)
    server.maxconn = std::max(server.maxconn, server.minconn);
}

/// Replaces the name of an `acl` by its lines, which are all read now.
void complete_rules(proxy_draft& draft) {
  for (auto& rule : draft.out.rules)
    for (auto& conditions : rule.alternatives)
      for (auto& one : conditions)
        if (one.what == traffic_condition::kind::named)
          one.lines = draft.acls[one.name];
}

} // namespace

void complete_proxies(std::vector<proxy_draft>& drafts, std::span<const log_target> logs,
                      bool has_stats_socket) {
  // HAProxy gives the first number to the listeners of its CLI.
  number(
      drafts, has_stats_socket ? first_id + 1 : first_id,
      [](auto& draft) -> auto& { return draft.out; });
  for (auto& draft : drafts) {
    if (draft.out.disabled)
      draft.out.binds.clear(); // it never takes clients: their addresses are free for others
    complete_backlogs(draft.out);
    complete_servers(draft.out);
    complete_rules(draft);
    if (draft.log_global)
      draft.out.logs.insert(draft.out.logs.begin(), logs.begin(), logs.end());
  }
}

} // namespace mw::config
