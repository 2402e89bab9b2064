// What all balancing algorithms share: see balancer.hpp.
#include "actors/relay/balance/balancer.hpp"

namespace mw::relay {

namespace {

std::vector<server*> usable(const backend& x, bool backup) {
  std::vector<server*> found;
  for (const auto& one : x.servers)
    if (one->settings.backup == backup && one->usable())
      found.push_back(one.get());
  return found;
}

} // namespace

std::vector<server*> serving(const backend& x) {
  auto active = usable(x, false);
  if (!active.empty())
    return active;
  auto backups = usable(x, true);
  if (backups.size() > 1 && !x.settings->all_backups)
    backups.resize(1);
  return backups;
}

bool is_saturated(const server& x, clock::time_point now) {
  return x.maxconn > 0 && (!x.queue.empty() || x.served >= x.limit(now));
}

bool takes_weights(const backend& x) {
  auto algorithm = x.settings->balance;
  return algorithm != config::balance_algorithm::static_rr &&
         (algorithm != config::balance_algorithm::source || x.settings->consistent_hash);
}

std::unique_ptr<balancer> make_balancer(const backend& x) {
  switch (x.settings->balance) {
  case config::balance_algorithm::leastconn:
    return make_least_connections(x);
  case config::balance_algorithm::first:
    return make_first(x);
  case config::balance_algorithm::random:
    return make_ring_balancer(x);
  case config::balance_algorithm::static_rr:
    return make_table_balancer(x);
  case config::balance_algorithm::source:
    return x.settings->consistent_hash ? make_ring_balancer(x) : make_table_balancer(x);
  case config::balance_algorithm::roundrobin:
    break;
  }
  return make_round_robin(x);
}

} // namespace mw::relay
