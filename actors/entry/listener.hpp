// A listener: accepts the clients of one `-S` and starts a session for each.
#pragma once

#include "actors/applet/applet.hpp"
#include "actors/merge/merge_run.hpp"
#include "actors/runtime/component.hpp"
#include "actors/session/session.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/listen/listen_socket.hpp"
#include "net/tls/tls_context.hpp"

#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// One `-S`, with its socket or, for a range of ports, sockets.
struct listener_environment {
  std::vector<net::listen_socket> sockets;
  access_level level = access_level::admin;
  severity_output severity = severity_output::none; ///< its sessions' at first
  target first_target = {};                         ///< so is this
  unsigned maxconn = 1024;   ///< clients at once; one more is told so and closed
  bool accept_proxy = false; ///< a PROXY header begins every connection
  std::shared_ptr<const net::tls_context> tls = {}; ///< null: plain text
  route_news_actor route_news;
  master_actor master;
  applet_facts facts;
  int32_t workers = 1;        ///< how many relative PIDs there are
  uint32_t number = 0;        ///< which `-S`, from 0
  int64_t master_started = 0; ///< seconds of the steady clock
  merge_sources sources = {}; ///< the event book among them is told of sessions; may be null
};

/// Owns the sockets. Its sessions, their applet and their router live on its thread.
class listener_state {
public:
  using handle = listener_actor;
  static constexpr const char* name = "listener";

  listener_state(runtime::host<handle>* self, listener_environment environment);

  handle::behavior_type make_behavior();
  void begin();

private:
  struct waiting_socket {
    asio::posix::stream_descriptor socket; ///< a copy of a listening socket's descriptor
    asio::steady_timer pause;
  };

  void wait(waiting_socket& on);
  void accept_some(waiting_socket& on);
  void accepted(net::unique_fd client);
  void greet(net::unique_fd client, std::string peer);
  void serve(net::connection client, std::string peer);
  void refuse(const net::unique_fd& client) const;
  size_t clients() const;
  bool refuse_for_lack_of_descriptors(int socket);
  void wait_later(waiting_socket& on);
  void ended(const caf::actor_addr& gone);
  void note(lifecycle_event::kind what, const std::string& peer);
  void tell_events();
  void renew(const certificate_box& certificate);
  void stop();

  /// Keeps a session that is open, with the client's name.
  struct open_session {
    session_actor handle;
    std::string peer;
  };

  runtime::host<handle>* self_;
  listener_environment environment_;
  applet_actor applet_;
  router_actor router_;
  command_log_actor log_;
  std::vector<waiting_socket> waits_;
  net::unique_fd reserve_; ///< given up for a moment to tell a client that none is left
  std::map<caf::actor_addr, open_session> sessions_;
  /// The actors that read PROXY headers, and those that shake hands with TLS clients.
  std::map<caf::actor_addr, entry_actor> header_entries_;
  std::map<caf::actor_addr, entry_actor> tls_entries_;
  lifecycle_events events_; ///< not told yet
};

} // namespace mw
