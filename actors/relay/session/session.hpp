// One client and its server: from the accept to the last byte.
#pragma once

#include "actors/relay/session/flow.hpp"
#include "actors/relay/session/session_view.hpp"
#include "actors/relay/timer_queue.hpp"

#include <list>

namespace mw::relay {

class core;

/// Why a session ended, as `option tcplog` has it; two letters.
struct termination {
  char cause = '-'; ///< C client, S server, c, s their time limits, R resources, K killed
  char when = '-';  ///< R header, Q queue, C connecting, D data
};

/// The core owns it; from finish() on it does nothing more, and is destroyed behind the batch.
class session final : public timed {
public:
  session(core& engine, listener& came_by, net::unique_fd client, const net::socket_address& source,
          uint64_t id);
  ~session() override;

  void start();

  void client_ready();
  void server_ready();

  /// From the dispatcher: a slot of this server is ours. If it was waited for resume() follows.
  void slot_given(server& from);
  /// The core's answer to core::later(): the waiting has an end, with a slot or without.
  void resume();

  /// Ends it: by the CLI, or because its server is down.
  void shut_down(char cause);

  session_view view() const;

  bool over() const { return over_; }

  server* current_server() const { return server_; }

  const net::socket_address& source() const { return source_; }

  uint64_t id() const { return id_; }

  /// Where it waits, for the dispatcher.
  struct queue_place {
    session_queue* queue = nullptr; ///< nullptr: it does not wait
    session_queue::iterator position;
    counters* counts = nullptr; ///< of the queue's owner
    clock::time_point since;
  };

  queue_place waiting;

private:
  friend class core;

  void deadline_passed(clock::time_point at) override;

  // session_open.cpp
  void read_header();
  void header_failed(char cause);
  void choose_backend();
  void ask_server(const server* avoid);
  void fail_connection(termination why);
  void queue_timed_out();
  clock::time_point queue_deadline() const;

  // session_connect.cpp
  void connect();
  net::unique_fd open_socket(const net::socket_address& to) const;
  net::socket_address target_address() const;
  void begin_connecting();
  void check_connected();
  void connected();
  void send_header();
  void connect_failed(bool refused);
  bool may_redispatch() const;
  bool another_is_likely() const;
  void retry_here(bool refused);
  void pause();
  void try_again();
  void leave_server();
  void count_connect_end();

  // session.cpp
  void run_flows();
  bool lost(flow::result result, bool to_server);
  void set_relay_deadline();
  void relay_timed_out(clock::time_point at);
  void account();

  // session_end.cpp
  void finish(termination why);
  void count_aborts(termination why);
  void count_times();
  void leave_front();
  void log_end(termination why) const;
  void log_start() const;

  clock::time_point now() const;

  core& core_;
  listener& came_by_;
  uint64_t id_;
  std::list<session>::iterator place_; ///< in the core's list
  endpoint client_;
  endpoint server_side_;
  flow to_server_;
  flow to_client_;
  net::socket_address source_;
  net::socket_address destination_; ///< length 0: not asked for yet
  backend* back_ = nullptr;
  server* server_ = nullptr;   ///< its slot is ours
  server* previous_ = nullptr; ///< that we were redispatched from
  session_stage stage_ = session_stage::header;
  bool over_ = false;
  bool listed_ = false;     ///< the core will call resume()
  bool connecting_ = false; ///< counts as a session of its server
  bool redispatched_ = false;
  unsigned retries_ = 0;
  clock::time_point started_;
  std::chrono::system_clock::time_point started_at_;
  clock::time_point asked_;    ///< for a server, first
  clock::time_point assigned_; ///< had a slot
  clock::time_point connect_started_;
  clock::time_point connected_; ///< the epoch: not yet
  unsigned queue_ahead_ = 0;    ///< %sq: of the server's queue
  unsigned backend_ahead_ = 0;  ///< %bq
};

} // namespace mw::relay
