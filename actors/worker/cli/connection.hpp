// One CLI connection: the I/O of a conversation.
#pragma once

#include "actors/worker/base/late_timer.hpp"
#include "actors/worker/base/worker_context.hpp"
#include "actors/worker/cli/conversation.hpp"
#include "net/base/unique_fd.hpp"
#include "net/stream/byte_stream.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace mw::worker {

/// The terms that differ between the master's channels and the clients of the worker's own sockets.
struct client_terms {
  std::string_view owner = "cli_channel";     ///< its name in `show fd`; a text that lives on
  std::chrono::milliseconds idle_limit{0};    ///< without a sign of the client; 0: none
  std::chrono::milliseconds rest_limit{1000}; ///< a soft stop's patience with half a command, and
                                              ///< with a client that has not said anything yet
  bool leaves_at_stop = false;      ///< a soft stop ends it as soon as nothing is under way
  std::shared_ptr<void> place = {}; ///< held as long as the connection lives
};

/// Owns the descriptor and lives until the connection ends: the handlers that wait own it. While
/// answers are unsent or a command is under way it reads nothing, and keeps the process from a soft
/// stop. From the last call on it lets the client send nothing more, and lives until all that was
/// sent before is answered.
class connection : public std::enable_shared_from_this<connection> {
public:
  /// `worker` must outlive it.
  connection(asio::io_context& io, net::unique_fd channel, std::unique_ptr<conversation> talk,
             worker_context& worker, client_terms terms = {});
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// Reads what is there already, then goes on by itself.
  void start();

private:
  bool is_idle() const { return need_ == need::input && output_.empty(); }

  void receive();
  void answer();
  void take(need next);
  void time_is_up();
  void begin_to_send();
  void send_half();
  void send();
  std::error_code write(std::string& bytes);
  void go_on();
  void hold();
  void release();
  void hear_last_call();
  void read_on();
  void wait_for_input();
  void wait_for_rest();
  void wait_for_first_word();
  void wait_for_room();
  void wait_for_time();
  void limit_idleness();
  void finish_answer();
  void end();
  void close();

  /// Makes an asio handler of a step. It keeps the connection alive, and is dropped when that has
  /// ended.
  template <class F>
  auto handler(F step) {
    return [self = shared_from_this(), step](const asio::error_code& error = {}) {
      if (!error && self->stream_.is_open())
        step(*self);
    };
  }

  asio::io_context& io_;
  int fd_;
  net::byte_stream stream_;
  std::unique_ptr<conversation> talk_;
  worker_context& worker_;
  client_terms terms_;
  late_timer command_;  ///< rings when the time of the command under way, or for its rest, is up
  late_timer idleness_; ///< rings when the client has been idle for too long
  std::string output_;
  need need_ = need::input;
  bool has_spoken_ = false; ///< the client has sent something
  bool has_sent_ = false;   ///< a part of the answer at hand is sent
  bool watched_ = false;    ///< a handler waits for the client's complete end
  std::optional<soft_stop::hold> busy_;
  std::optional<soft_stop::notice> at_stop_;
};

} // namespace mw::worker
