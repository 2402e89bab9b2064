// Takes clients from the listening sockets, as many as there is room for.
#pragma once

#include "actors/relay/poller.hpp"
#include "actors/relay/proxies.hpp"
#include "actors/relay/timer_queue.hpp"

#include <deque>

namespace mw::relay {

class engine;

/// Accepts clients as long as there is room. Without room, or without descriptors, clients are left
/// in the kernel's queue, or to other workers: the sockets are taken out of the poller meanwhile.
class acceptor final : private timed {
public:
  /// `processes`: how many accept from these sockets.
  acceptor(engine& owner, unsigned processes);

  void start();

  /// Takes up accepting where there may be room again.
  void resume();

  /// Takes no clients for a frontend until its state is another one. If no other process accepts
  /// from its ports they refuse clients meanwhile, who would wait for nobody else.
  void pause(const frontend& x);
  /// Closes the sockets of a frontend for good.
  void close(frontend& x);

private:
  /// A listening socket, in the poller or resting.
  class source final : public poll_target {
  public:
    source(acceptor& owner, listener& watched) : from(watched), owner_(owner) {}

    void ready(uint32_t events) override;

    void watch();
    void rest();
    /// Makes the kernel refuse clients. Unix sockets cannot be opened again: those are left.
    void refuse();
    /// Makes the kernel take clients again, whichever process has made it refuse them.
    void listen() const;

    listener& from;

  private:
    acceptor& owner_;
    bool watched_ = false;
    bool refuses_ = false;
  };

  void deadline_passed(clock::time_point now) override;
  void accept_clients(source& from);
  bool accept_one(source& from);
  bool may_accept(const listener& x) const;
  void pause();

  engine& engine_;
  bool alone_;  ///< no other process accepts from these sockets
  int at_once_; ///< clients of one socket
  std::deque<source> sources_;
  bool resting_ = false; ///< some socket is out of the poller
  bool paused_ = false;  ///< the system has no descriptors
};

} // namespace mw::relay
