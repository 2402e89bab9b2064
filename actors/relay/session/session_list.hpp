// The sessions of an engine: begun, running, to be gone on with, ended.
#pragma once

#include "actors/common/soft_stop.hpp"
#include "actors/relay/session/session.hpp"

#include <list>
#include <optional>
#include <vector>

namespace mw::relay {

/// Owns sessions. A session that has ended is destroyed behind the batch, because the same batch
/// may hold an event of its other socket.
class session_list {
public:
  /// Keeps the process from its end (`stop`) while there are sessions.
  session_list(engine& owner, worker::soft_stop& stop) : engine_(owner), stop_(stop) {}

  /// Begins a session for a client that a listener has taken.
  void open(listener& by, net::unique_fd client, const net::socket_address& source);

  /// Calls session::resume() behind this batch, where nothing recurses.
  void later(session& x) { later_.push_back(&x); }

  /// Takes out a session that has ended.
  void over(session& x);

  /// Goes on with those that are due, destroys those that have ended. True: more are due already.
  bool after_batch();

  /// Ends all sessions for which `is_meant` holds.
  template <class Predicate>
  void shut(Predicate is_meant, char cause) {
    for (auto next = running_.begin(); next != running_.end();)
      if (auto& one = *next++; is_meant(one)) // its end takes it out of the list
        one.shut_down(cause);
  }

  const std::list<session>& running() const { return running_; }

  /// Finds a session; nullptr: there is none with that id.
  session* find(uint64_t id);

private:
  engine& engine_;
  worker::soft_stop& stop_;
  std::list<session> running_;
  std::list<session> over_;
  std::vector<session*> later_;
  uint64_t last_id_ = 0;
  std::optional<worker::soft_stop::hold> busy_; ///< while there are some
};

} // namespace mw::relay
