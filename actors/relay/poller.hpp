// Readiness of many sockets with few system calls: an epoll of our own inside of asio's.
#pragma once

#include "actors/relay/time.hpp"

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>

#include <cstdint>
#include <functional>
#include <memory>

#include <sys/epoll.h>

namespace mw::relay {

/// Receives the news about a descriptor.
class poll_target {
public:
  poll_target() = default;
  poll_target(const poll_target&) = delete;
  poll_target& operator=(const poll_target&) = delete;
  virtual ~poll_target() = default;

  /// Handles `events` of epoll. The target may end itself only in a way that outlives the batch:
  /// one batch may hold events of several descriptors of one owner.
  virtual void ready(uint32_t events) = 0;
};

/// Asks for each change once: the next comes when a call has said EAGAIN or given less than was
/// asked for.
inline constexpr uint32_t every_edge = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

/// Watches descriptors, each registered once, edge-triggered, and taken out by its close. A socket
/// of asio costs three system calls more for each connection, and one more for each wait. Events
/// that come together are handled together: the loop is entered twice for a whole batch.
class poller {
public:
  /// `after_batch` is called behind every batch, and says whether it wants another one at once.
  poller(asio::io_context& io, batch_time& time, std::function<bool()> after_batch);
  poller(const poller&) = delete;
  poller& operator=(const poller&) = delete;

  void start();

  /// Watches a descriptor; false: the system has no room for it.
  [[nodiscard]] bool add(int fd, uint32_t events, poll_target& target) const;
  /// Takes out a descriptor that others have too, or that shall rest.
  void remove(int fd) const;

  /// Number of batches, and of events in them.
  uint64_t batches() const { return batches_; }

  uint64_t events() const { return events_; }

  /// Makes a batch come soon, whatever happens.
  void wake();

private:
  void wait();
  void run_batch();

  asio::io_context& io_;
  batch_time& time_;
  std::function<bool()> after_batch_;
  int fd_;
  asio::posix::stream_descriptor epoll_; ///< owns fd_
  uint64_t batches_ = 0;
  uint64_t events_ = 0;
  bool waiting_ = false;
  bool posted_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace mw::relay
