// Which server gets the next session.
#pragma once

#include "actors/relay/proxies.hpp"

#include <memory>
#include <vector>

namespace mw::relay {

/// Facts that a choice of a server may depend on.
struct choice {
  const net::socket_address& source; ///< the client
  const server* avoid = nullptr;     ///< the one that has just failed: only if there is no other
  clock::time_point now;
};

/// Chooses servers of one backend, in HAProxy's orders.
class balancer {
public:
  balancer() = default;
  balancer(const balancer&) = delete;
  balancer& operator=(const balancer&) = delete;
  virtual ~balancer() = default;

  /// Chooses the next server; nullptr: every usable one is saturated, or there is none. A server
  /// that the client alone decides (source) may be saturated.
  virtual server* choose(const choice& in) = 0;

  /// Begins again after a server has become usable, or not, or has got another weight.
  virtual void servers_changed() = 0;

  /// Takes note that a server's `served` or its queue has changed.
  virtual void load_changed(const server&) {}
};

/// Makes the balancer that a backend is configured with; the backend outlives it.
std::unique_ptr<balancer> make_balancer(const backend& x);

/// Lists the servers that sessions go to: the active ones, or without any the first backup server,
/// or all of them with `allbackups`.
std::vector<server*> serving(const backend& x);

/// Tells whether a server has no slot for one more session.
bool is_saturated(const server& x, clock::time_point now);

/// Tells whether weights from 0 on may be set at run time; else only 0 % and 100 % of the
/// configured one.
bool takes_weights(const backend& x);

std::unique_ptr<balancer> make_round_robin(const backend& x);
std::unique_ptr<balancer> make_least_connections(const backend& x);
std::unique_ptr<balancer> make_first(const backend& x);
/// Makes those that count turns in a table: static-rr, and source by a table.
std::unique_ptr<balancer> make_table_balancer(const backend& x);
/// Makes those that put servers on a ring: source with `hash-type consistent`, and random.
std::unique_ptr<balancer> make_ring_balancer(const backend& x);

} // namespace mw::relay
