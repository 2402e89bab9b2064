// The way in through TLS (`-S <address>,ssl`): the handshake.
#pragma once

#include "actors/entry/proxy_header_entry.hpp"
#include "net/stream/byte_stream.hpp"
#include "net/tls/tls_engine.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace mw {

/// One client, until its handshake is done: then the listener gets its connection, and what it has
/// said behind the handshake. A handshake that fails or comes late ends the connection, and one
/// line of the log says so.
class tls_entry_state {
public:
  using handle = entry_actor;
  static constexpr const char* name = "tls-entry";

  tls_entry_state(runtime::host<handle>* self, net::unique_fd client, std::string peer,
                  const net::tls_context& context, listener_actor listener);

  handle::behavior_type make_behavior();
  void begin();

private:
  void read();
  void proceed();
  void passed();
  void fail(std::string_view reason);

  runtime::host<handle>* self_;
  net::byte_stream client_;
  std::unique_ptr<net::tls_engine> engine_;
  std::string peer_;
  listener_actor listener_;
  std::string early_; ///< what the client has said behind its handshake
};

} // namespace mw
