// A connected stream socket on an asio loop: reads and writes at once what it can, and waits for
// the rest.
#pragma once

#include "net/base/unique_fd.hpp"

#include <asio/generic/stream_protocol.hpp>
#include <tl/expected.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

namespace mw::net {

/// Owns a stream socket of any family; no call of it blocks. Waiting is asio's, reading and writing
/// are plain system calls: an idle stream needs no buffer, and an answer that fits the socket costs
/// one call.
class byte_stream {
public:
  byte_stream(asio::io_context& io, unique_fd socket);

  bool is_open() const { return socket_.is_open(); }

  void close();
  /// Gives the socket away; what waits for it is called with an error.
  unique_fd release();
  /// Tells the other side that no more bytes come; it may still send.
  void shutdown_write();

  /// Calls `handler(error_code)` once, when a read will not block (also at the end of file).
  template <class F>
  void when_readable(F handler) {
    socket_.async_wait(socket_type::wait_read, std::move(handler));
  }

  /// Calls `handler(error_code)` once, when a write will not block.
  template <class F>
  void when_writable(F handler) {
    socket_.async_wait(socket_type::wait_write, std::move(handler));
  }

  /// Calls the handler when the other side is entirely gone, not when it only will send no more.
  template <class F>
  void when_hung_up(F handler) {
    socket_.async_wait(socket_type::wait_error, std::move(handler));
  }

  /// Reads bytes that are there. Errors: EAGAIN none now, ECONNABORTED end of file, others as
  /// recv().
  tl::expected<std::string_view, std::error_code> read(std::span<char> buffer);

  /// Sends from the front of `pending` what the socket takes, and removes it from there. Errors as
  /// send(); a full socket is none.
  std::error_code write(std::string& pending);

private:
  using socket_type = asio::generic::stream_protocol::socket;
  socket_type socket_;
};

} // namespace mw::net
