// What the CLI does to frontends, servers and sessions.
#pragma once

#include "actors/relay/session/session_view.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mw::relay {

class engine;

/// Words of `set server <b>/<s> state`.
enum class wanted_state : uint8_t { ready, drain, maintenance };

/// Words of `set server <b>/<s> health`.
enum class wanted_health : uint8_t { up, stopping, down };

/// Facts about a server that outlive a reload: fields of a line of `show servers state`.
struct server_record {
  operation state = operation::running;
  unsigned admin_state = 0;
  unsigned weight = 1;         ///< srv_uweight
  unsigned initial_weight = 1; ///< srv_iweight: a changed configuration wins over the CLI
  std::chrono::seconds since_last_change{0};
  check_status status = check_status::unknown;
  check_verdict verdict = check_verdict::unknown;
  unsigned health = 0;
  std::optional<uint16_t> port; ///< srv_port, of a file; as HAProxy, which leaves srv_addr
  std::optional<net::socket_address> address; ///< as `set server addr` has changed it
};

/// Address that sessions of a server go to.
struct server_place {
  net::socket_address address;
  bool keeps_client_port = false; ///< to the port that the client came to, plus
  int port_offset = 0;            ///< this one
};

/// Does what commands say, at once: sessions are ended, queues served, log lines written within the
/// call. Errors are HAProxy's texts for the CLI, with their line feed.
class control {
public:
  using result = tl::expected<void, std::string>;

  explicit control(engine& owner) : engine_(owner) {}

  void set_state(server& x, wanted_state wanted);
  void set_health(server& x, wanted_health wanted);
  /// Takes `20`, or `50%` of the configured weight.
  result set_weight(server& x, std::string_view text);
  void set_address(server& x, const server_place& place);
  /// Sends checks elsewhere. `address` of length 0: the server's own; `port` 0: that of the
  /// address.
  void set_check_target(server& x, const net::socket_address& address, uint16_t port);
  void set_maxconn(server& x, unsigned maxconn);
  result enable_checks(server& x, bool on);
  void restore(server& x, const server_record& from);

  /// Limits the sessions of a frontend; 0: any number.
  void set_maxconn(frontend& x, unsigned maxconn);
  /// Limits all sessions; 0: as many as there may be at all. False: that is more than those.
  bool set_process_maxconn(unsigned maxconn);
  result enable(frontend& x);
  result disable(frontend& x);
  /// Closes the sockets for good; sessions finish.
  result shutdown(frontend& x);

  std::vector<session_view> sessions() const;
  /// Ends one session; false: there is none with that id.
  bool shutdown_session(uint64_t id);
  void shutdown_sessions(const server& x);

  void clear_counters(bool all);

private:
  void forget_checks();
  void say(const frontend& about, std::string_view text);

  engine& engine_;
};

} // namespace mw::relay
