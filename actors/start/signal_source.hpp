// Signals of the program as messages to the master; SIGCHLD of orphans.
#pragma once

#include "actors/runtime/trace.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/process/own_children.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <caf/send.hpp>

#include <csignal>
#include <memory>

namespace mw {

/// Tells the master of signals, for as long as it lives. Ends on the thread of `io`.
class signal_source {
public:
  signal_source(asio::io_context& io, master_actor master)
      : signals_(io, SIGTERM, SIGINT, SIGUSR1), master_(std::move(master)) {
    for (auto also : {SIGUSR2, SIGHUP, SIGTTIN, SIGTTOU, SIGCHLD})
      signals_.add(also);
    next();
  }

private:
  /// Takes a signal. Only orphans are reaped here: the starter of a child waits for its end.
  void take(int signal) {
    if (signal == SIGCHLD)
      return net::reap_orphans();
    auto cause = trace::scope{trace::next()};
    caf::anon_send(master_, signal_received{signal});
  }

  void next() {
    // A signal that came before the end may be handled behind it.
    signals_.async_wait([this, life = std::weak_ptr(life_)](asio::error_code error, int signal) {
      if (error || life.expired())
        return;
      take(signal);
      next();
    });
  }

  std::shared_ptr<bool> life_ = std::make_shared<bool>(true);
  asio::signal_set signals_;
  master_actor master_;
};

} // namespace mw
