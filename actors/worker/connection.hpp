// One CLI channel: the I/O of a conversation.
#pragma once

#include "actors/worker/conversation.hpp"
#include "actors/worker/worker_context.hpp"
#include "net/byte_stream.hpp"
#include "net/unique_fd.hpp"

#include <asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>

namespace mw::worker {

/// Owns the channel's descriptor and lives until the channel ends: the handlers that wait own it.
/// While answers are unsent it reads nothing, and keeps the process from a soft stop.
class connection : public std::enable_shared_from_this<connection> {
public:
  /// `worker` must outlive it.
  connection(asio::io_context& io, net::unique_fd channel, std::unique_ptr<conversation> talk,
             worker_context& worker);
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// Reads what is there already, then goes on by itself.
  void start() { receive(); }

private:
  void receive();
  void answer();
  void send();
  void go_on();
  void wait_for_input();
  void wait_for_room();
  void end();

  template <class F>
  auto handler(F step);

  asio::io_context& io_;
  int fd_;
  net::byte_stream stream_;
  std::unique_ptr<conversation> talk_;
  worker_context& worker_;
  std::string output_;
  need need_ = need::input;
  std::optional<soft_stop::hold> busy_;
};

} // namespace mw::worker
