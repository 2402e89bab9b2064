// What a session counts, in every place where it is counted.
#pragma once

#include "actors/relay/proxies.hpp"
#include "actors/relay/session/session_view.hpp"

#include <array>

namespace mw::relay {

/// Raises the counters of a session's frontend, its listener, its backend and its server once they
/// are known, and those of the process.
class session_counts {
public:
  session_counts(proxies& process, listener& by, clock::time_point now);

  void header_failed();
  /// Counts for this backend too from now on.
  void enter(backend& x, clock::time_point now);
  /// Counts for this server too from now on.
  void enter(server& x, clock::time_point now);

  /// Counts for no server any more.
  void leave_server() { at_[server_place] = nullptr; }

  /// Begins a connection to the server, which is a session of the server until it ends.
  void begin_connection(clock::time_point now);
  void end_connection();
  /// Counts that a connection to `before` is tried again, there or elsewhere.
  void try_again(server& before, bool elsewhere);
  void fail_connection();
  static void fail_server(const server& x);
  void fail_internally();
  void move(uint64_t in, uint64_t out);
  /// Counts how a session went that has just ended.
  void end(termination why, const session_times& times, clock::time_point now);
  /// Takes the session out of the numbers of now.
  void leave();

private:
  enum place : size_t { front_place, listener_place, back_place, server_place };

  template <class Count>
  void each(place first, place last, Count count) {
    for (size_t at = first; at <= last; ++at)
      if (at_[at] != nullptr)
        count(*at_[at]);
  }

  proxies& process_;
  std::array<counters*, 4> at_;
  bool connecting_ = false;
};

} // namespace mw::relay
