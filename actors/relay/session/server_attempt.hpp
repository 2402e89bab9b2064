// A session's way to a server: the slot that it holds, the connection, and what is tried next.
#pragma once

#include "actors/relay/proxies.hpp"
#include "actors/relay/session/endpoint.hpp"

namespace mw::relay {

class client_side;

/// Next thing to do after a connection has failed.
enum class next_try : uint8_t {
  none,            ///< enough was tried
  here,            ///< the same server at once
  here_later,      ///< the same server after a pause
  elsewhere,       ///< another server, if there is one, at once
  elsewhere_later, ///< another server after a pause
};

/// Holds at most one slot; whoever takes the server away gives the slot back to the dispatcher.
class server_attempt {
public:
  explicit server_attempt(session& owner) : socket(owner, endpoint::side::server) {}

  /// Server whose slot is held; nullptr: none.
  server* current() const { return server_; }

  /// Server that has failed last, for which another one is wanted; nullptr: none.
  const server* failed() const { return failed_; }

  /// Takes a slot. Returns the server that the session was moved from, if it was.
  server* take(server& from);

  /// Makes a socket. False: the system has none.
  bool open(const config::proxy_settings& back);
  /// Begins to connect; false: that is refused at once.
  bool connect(const client_side& by);

  /// State of a connection that was begun.
  enum class progress : uint8_t { waiting, connected, refused };
  progress check() const;

  /// Puts to the socket what a backend says about its time limits.
  void limit(const config::proxy_settings& back, clock::time_point now);

  /// Decides what is done next, and counts it as a retry, except for `none`. `refused`: by an
  /// answer, and not by the time limit.
  next_try after_failure(const backend& of, bool refused);

  /// Waits no more for a slot of this server; another one is asked for.
  void give_up(server& from) {
    failed_ = &from;
    redispatched_ = true;
  }

  /// Lets the server go, for another one or for good.
  server& move_on();

  server* let_go() { return std::exchange(server_, nullptr); }

  unsigned retries() const { return retries_; }

  bool redispatched() const { return redispatched_; }

  endpoint socket;

private:
  net::socket_address target(const client_side& by) const;
  bool may_redispatch(const backend& of) const;

  server* server_ = nullptr;
  server* failed_ = nullptr;
  unsigned retries_ = 0;
  bool redispatched_ = false;
};

} // namespace mw::relay
