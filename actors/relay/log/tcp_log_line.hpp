// A session as a line of `option tcplog`.
#pragma once

#include "actors/relay/counters.hpp"
#include "net/address/socket_address.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mw::relay {

/// Fields of the line, in its order. Times in ms; -1: that was not reached.
struct tcp_log_record {
  net::socket_address source;
  unsigned listener = 0; ///< its number: the port of a unix socket's client
  std::chrono::system_clock::time_point accepted;
  std::string_view frontend;
  std::string_view backend;
  std::string_view server;
  int64_t queue_ms = -1;
  int64_t connect_ms = -1;
  int64_t total_ms = 0;
  uint64_t bytes_out = 0; ///< to the client
  char cause = '-';
  char when = '-';
  unsigned process = 0; ///< sessions of now
  unsigned front = 0;
  unsigned back = 0;
  unsigned of_server = 0;
  unsigned retries = 0;
  bool redispatched = false;
  unsigned server_queue = 0; ///< sessions that waited in front of it
  unsigned backend_queue = 0;
};

/// Milliseconds between two moments; -1: the later one has not come.
inline int64_t elapsed(clock::time_point from, std::optional<clock::time_point> to) {
  return to ? std::chrono::duration_cast<milliseconds>(*to - from).count() : -1;
}

std::string tcp_log_line(const tcp_log_record& x);

/// Prints the line at a session's start, without `option tcplog`.
std::string connect_line(const net::socket_address& source, const net::socket_address& destination,
                         unsigned listener, std::string_view frontend);

} // namespace mw::relay
