// A connected stream socket whose bytes travel as they are, or sealed by TLS.
#pragma once

#include "net/base/unique_fd.hpp"
#include "net/stream/byte_stream.hpp"
#include "net/tls/tls_engine.hpp"

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <tl/expected.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace mw::net {

/// A socket that is connected, and for TLS what the handshake has left.
struct connection {
  connection(unique_fd s) : socket(std::move(s)) {} // NOLINT: without TLS it is just a socket

  connection(unique_fd s, std::unique_ptr<tls_engine> t, std::string e)
      : socket(std::move(s)), tls(std::move(t)), early(std::move(e)) {}

  unique_fd socket;
  std::unique_ptr<tls_engine> tls; ///< null: plain text
  std::string early;               ///< what the other side has said behind its handshake
};

/// Reads and writes plain text, whatever travels; no call blocks.
class transport {
public:
  transport(asio::io_context& io, connection from)
      : socket_(io, std::move(from.socket)),
        io_(io),
        tls_(std::move(from.tls)),
        early_(std::move(from.early)) {}

  bool is_secured() const { return tls_ != nullptr; }

  /// Text that is there; it stays until the next call. Errors: EAGAIN nothing now, ECONNABORTED the
  /// end (of the socket, or of the other side's TLS), EPROTO see failure(), others as recv().
  tl::expected<std::string_view, std::error_code> read(std::span<char> buffer);

  /// Sends from the front of `pending` what the socket takes, and removes it from there, with what
  /// is sealed and not sent yet.
  std::error_code write(std::string& pending);

  /// Bytes that were removed from what was to be written, and are not sent yet.
  size_t sealed() const { return tls_ ? tls_->outgoing().size() : 0; }

  /// Tells the other side that no more text comes, as far as the socket takes that now.
  void shutdown_write();

  /// Why TLS has failed, in one line.
  const std::string& failure() const { return failure_; }

  /// Calls `handler(error_code)` once, when read() has something to tell.
  template <class F>
  void when_readable(F handler) {
    if (tls_ && (!early_.empty() || tls_->peer_has_ended()))
      asio::post(io_, [handler = std::move(handler)]() mutable { handler(asio::error_code{}); });
    else
      socket_.when_readable(std::move(handler));
  }

  template <class F>
  void when_writable(F handler) {
    socket_.when_writable(std::move(handler));
  }

  /// Calls the handler when the other side is entirely gone, not when it only will send no more.
  template <class F>
  void when_hung_up(F handler) {
    socket_.when_hung_up(std::move(handler));
  }

private:
  std::error_code seal_and_write(std::string& pending);

  byte_stream socket_;
  asio::io_context& io_;
  std::unique_ptr<tls_engine> tls_;
  std::string early_;
  std::string plain_; ///< what was last read
  std::string failure_;
};

} // namespace mw::net
