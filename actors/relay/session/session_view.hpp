// A session as `show sess` has it.
#pragma once

#include "actors/relay/proxies.hpp"

#include <optional>

namespace mw::relay {

/// Stage of a session on its way.
enum class session_stage : uint8_t {
  header,  ///< reads the client's PROXY header
  queued,  ///< waits for a server's slot
  waiting, ///< pauses before it tries again
  connecting,
  relaying
};

/// Reason of a session's end, as `option tcplog` has it; two letters.
struct termination {
  char cause = '-'; ///< C client, S server, c, s their time limits, R resources, K killed
  char when = '-';  ///< R header, Q queue, C connecting, D data, - by order
};

/// Times at which a session came how far.
struct session_times {
  clock::time_point started;
  std::chrono::system_clock::time_point started_at;
  clock::time_point asked;                   ///< for a server, first
  std::optional<clock::time_point> dequeued; ///< had a slot, or waits no more for one
  std::optional<clock::time_point> connected;
};

/// Values of one moment; pointers as long as the engine lives.
struct session_view {
  uint64_t id = 0; ///< for `show sess <id>` and `shutdown session <id>`; printed as 0x...
  session_stage stage = session_stage::header;
  const frontend* front = nullptr;
  const listener* came_by = nullptr;
  const backend* back = nullptr; ///< nullptr: not chosen yet
  const server* srv = nullptr;   ///< nullptr: not chosen yet; its slot may still be waited for
  net::socket_address source;    ///< the client, as a PROXY header says if there is one
  net::socket_address destination;
  net::socket_address server_address; ///< length 0: not connected
  session_times times;
  clock::time_point last_activity;
  clock::time_point expires; ///< the next time limit; max(): none
  uint64_t bytes_in = 0;     ///< from the client
  uint64_t bytes_out = 0;
  size_t pending_in = 0; ///< in the buffer towards the server
  size_t pending_out = 0;
  unsigned retries = 0;
  bool redispatched = false;
  unsigned server_queue = 0;  ///< %sq: places that it went through in servers' queues
  unsigned backend_queue = 0; ///< %bq: in the backend's
  int client_fd = -1;
  int server_fd = -1;
  bool client_ended = false; ///< has sent its end
  bool server_ended = false;
};

} // namespace mw::relay
