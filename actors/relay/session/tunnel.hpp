// Both directions of a session, from the connection to the last byte.
#pragma once

#include "actors/config/values/proxy_settings.hpp"
#include "actors/relay/session/flow.hpp"

namespace mw::relay {

/// Moves bytes between two sockets that outlive it.
class tunnel {
public:
  tunnel(endpoint& client, endpoint& server, flow_resources& shared)
      : client_(client),
        server_(server),
        to_server(client, server, shared),
        to_client(server, client, shared) {}

  /// Takes pipes in place of buffers where a frontend's or a backend's settings say so.
  void use_splicing(const config::proxy_settings& front, const config::proxy_settings& back);

  /// End of a run.
  enum class state : uint8_t {
    idle,     ///< nothing can be done until a socket is ready
    more,     ///< there is more, but others shall have their turn
    finished, ///< both ends were passed on
    client_lost,
    server_lost
  };

  /// Moves what can be moved.
  state run(clock::time_point now);

  /// Next time limit of either side; max(): none.
  clock::time_point deadline() const;

private:
  endpoint& client_;
  endpoint& server_;

public:
  flow to_server;
  flow to_client;
};

} // namespace mw::relay
