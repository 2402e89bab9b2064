// A session of the load generator.
#pragma once

#include "scripts/bench/load_options.hpp"
#include "scripts/bench/measurement.hpp"

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>

#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace mw::bench {

/// The events that a client tells its owner, each at most once, `ended` always.
struct client_events {
  std::function<void()> ready; ///< `start` may be called
  std::function<void()> ended;
};

/// Sends commands one after the other and records them. Lives on one thread, never moves: the
/// operations under way point to it, so it outlives the io_context's run.
class client {
public:
  client(asio::io_context& io, const load_options& options, measurement& record,
         client_events events);

  /// In interactive mode connects and sets the prompt mode.
  void open();

  /// Sends the first command; the others follow by themselves.
  void start();

private:
  using step = void (client::*)();

  void next(clock::time_point now);
  bool connect();
  bool send(std::string_view text);
  void await_answer(step then);
  void take(std::size_t bytes);
  bool at_end() const;
  void keep_tail();
  void prompt_shown();
  void command_answered();
  void read_failed(const std::error_code& error);
  void fail(std::string_view what);

  const load_options& options_;
  measurement& record_;
  client_events events_;
  asio::local::stream_protocol::socket socket_;
  std::string line_;
  clock::time_point sent_;
  step then_ = nullptr;    ///< the step that takes the answer under way
  std::size_t length_ = 0; ///< bytes of that answer so far
  std::size_t held_ = 0;   ///< bytes at the front of buffer_: the tail of what came
  std::array<char, 65536> buffer_;
};

} // namespace mw::bench
