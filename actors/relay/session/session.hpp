// One client and its server: from the accept to the last byte.
#pragma once

#include "actors/relay/dispatcher.hpp"
#include "actors/relay/session/client_side.hpp"
#include "actors/relay/session/server_attempt.hpp"
#include "actors/relay/session/session_counts.hpp"
#include "actors/relay/session/session_view.hpp"
#include "actors/relay/session/tunnel.hpp"
#include "actors/relay/session/waiting.hpp"
#include "actors/relay/timer_queue.hpp"

#include <list>

namespace mw::relay {

class engine;

/// Leads a client through its stages: header, queue, connecting, relaying. Its parts know how each
/// is done; it knows what comes next. From finish() on it does nothing more.
class session final : public timed, private waiter {
public:
  session(engine& owner, listener& came_by, net::unique_fd client,
          const net::socket_address& source, uint64_t id);

  void start();

  /// Handles news of a socket, which its endpoint has noted.
  void ready(endpoint::side which);

  /// Goes on where engine::later() was called.
  void resume();

  /// Ends it: by the CLI, or because its server is down.
  void shut_down(char cause);

  session_view view() const;

  bool over() const { return over_; }

  const server* current_server() const { return server_.current(); }

  uint64_t id() const { return id_; }

private:
  friend class session_list;

  void deadline_passed(clock::time_point at) override;
  void slot_given(server& from) override;
  void ask_again() override;

  // The way to a server: session_server.cpp.
  void take_header();
  void header_failed(char cause);
  void choose_backend();
  void ask_server();
  void take_slot(server& from);
  void connect();
  void check_connection();
  void connected();
  void connect_failed(bool refused);
  void wait(session_stage stage, clock::time_point limit);
  void pause();
  void leave_queue();
  void client_left();
  bool client_is_late() const;
  void wait_ended(clock::time_point at);
  void try_again();
  void fail_connection(termination why);

  void relay();
  void relay_timed_out(clock::time_point at);
  void go_on_later();
  void finish(termination why);

  engine& engine_;
  uint64_t id_;
  std::list<session>::iterator place_; ///< in the session_list
  client_side client_;
  server_attempt server_;
  tunnel tunnel_;
  session_counts counts_;
  session_times times_;
  queue_place waiting_;
  backend* back_ = nullptr;       ///< nullptr: not chosen yet
  server* wanted_ = nullptr;      ///< whose slot it waits for, or was refused
  clock::time_point stage_limit_; ///< of the waiting or the connecting
  session_stage stage_ = session_stage::header;
  bool over_ = false;
  bool due_ = false;           ///< resume() comes
  unsigned server_queue_ = 0;  ///< places gone through in servers' queues
  unsigned backend_queue_ = 0; ///< in the backend's
};

} // namespace mw::relay
