// The way in through TLS (`-S <address>,ssl`): speaks it with the client, and has plain text for
// the client's session.
#pragma once

#include "actors/entry/proxy_header_entry.hpp"
#include "net/stream/byte_stream.hpp"
#include "net/tls/tls_engine.hpp"

#include <optional>
#include <string>

namespace mw {

/// A client that is entirely gone is no reason to wait longer for its session to take what it said.
inline constexpr auto gone_tls_client_limit = std::chrono::milliseconds{500};
/// So long may it read nothing of what its session has left it.
inline constexpr auto tls_farewell_limit = std::chrono::seconds{30};

/// One client. When its handshake is done the listener gets one end of a socket pair for the
/// session; the entry carries bytes between that and the client, each direction as fast as its
/// reader, and passes ends on: the client's (with or without close_notify) to the session, the
/// session's to the client. It holds one portion of bytes for each direction.
class tls_entry_state {
public:
  using handle = entry_actor;
  static constexpr const char* name = "tls-entry";

  tls_entry_state(runtime::host<handle>* self, net::unique_fd client, std::string peer,
                  const net::tls_context& context, listener_actor listener);
  tls_entry_state(const tls_entry_state&) = delete;
  tls_entry_state& operator=(const tls_entry_state&) = delete;
  /// Passes on what the client takes at once, the end included.
  ~tls_entry_state();

  handle::behavior_type make_behavior();

private:
  using time_point = caf::actor_clock::time_point;

  void read_client();
  void read_session();
  bool open_session();
  void proceed();
  bool flush();
  bool is_over() const;
  void wait();
  void wait_for_client();
  void wait_for_session();
  void client_hung_up();
  void limit(time_point::duration from_now);
  void check();
  void fail(std::string_view reason);

  runtime::host<handle>* self_;
  net::byte_stream client_;
  std::optional<net::byte_stream> session_; ///< once the handshake is done
  net::tls_engine engine_;
  std::string peer_;
  listener_actor listener_;
  std::string to_session_;
  bool client_ended_ = false; ///< it sends no more
  bool hung_up_ = false;      ///< nor does it read
  bool session_told_ = false; ///< that the client has ended
  bool session_ended_ = false;
  bool reading_client_ = false;
  bool writing_client_ = false;
  bool reading_session_ = false;
  bool writing_session_ = false;
  std::optional<time_point> due_;
};

} // namespace mw
