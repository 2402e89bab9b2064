// Which server gets the next session.
#pragma once

#include "actors/relay/proxies.hpp"

#include <memory>
#include <vector>

namespace mw::relay {

/// What a choice may depend on.
struct choice {
  const net::socket_address& source; ///< the client
  const server* avoid = nullptr;     ///< the one that has just failed: only if there is no other
  clock::time_point now;
};

/// One for each backend. The orders are HAProxy's.
class balancer {
public:
  balancer() = default;
  balancer(const balancer&) = delete;
  balancer& operator=(const balancer&) = delete;
  virtual ~balancer() = default;

  /// nullptr: every usable one is saturated, or there is none. One that is decided by the client
  /// alone (source) may be saturated.
  virtual server* choose(const choice& in) = 0;

  /// Some server has become usable, or not, or has another weight.
  virtual void servers_changed() = 0;

  /// A server's `served` or queue has changed.
  virtual void load_changed(const server&) {}
};

/// `x` outlives it.
std::unique_ptr<balancer> make_balancer(const backend& x);

/// Those that sessions go to: the active ones, or without any the first backup server, or all of
/// them with `allbackups`.
std::vector<server*> serving(const backend& x);

/// Has no slot for one more.
bool is_saturated(const server& x, clock::time_point now);

/// Weights from 0 on change at run time; else only 0 % and 100 % of the configured one.
bool takes_weights(const backend& x);

std::unique_ptr<balancer> make_round_robin(const backend& x);
std::unique_ptr<balancer> make_least_connections(const backend& x);
std::unique_ptr<balancer> make_first(const backend& x);
/// static-rr, and source by a table.
std::unique_ptr<balancer> make_table_balancer(const backend& x);
/// source with `hash-type consistent`, and random.
std::unique_ptr<balancer> make_ring_balancer(const backend& x);

} // namespace mw::relay
