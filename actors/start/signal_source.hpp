// Signals of the program as messages to the master; SIGCHLD of orphans.
#pragma once

#include "actors/runtime/trace.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/process/own_children.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <caf/send.hpp>

#include <csignal>

namespace mw {

/// Tells the master of signals, for as long as it lives.
class signal_source {
public:
  signal_source(asio::io_context& io, master_actor master)
      : signals_(io, SIGTERM, SIGINT, SIGUSR1), master_(std::move(master)) {
    for (auto also : {SIGUSR2, SIGHUP, SIGTTIN, SIGTTOU, SIGCHLD})
      signals_.add(also);
    next();
  }

private:
  /// Who has started a child waits for its end; orphans are nobody's.
  void take(int signal) {
    if (signal == SIGCHLD)
      return net::reap_orphans();
    auto cause = trace::scope{trace::next()};
    caf::anon_send(master_, signal_received{signal});
  }

  void next() {
    signals_.async_wait([this](asio::error_code error, int signal) {
      if (error)
        return;
      take(signal);
      next();
    });
  }

  asio::signal_set signals_;
  master_actor master_;
};

} // namespace mw
