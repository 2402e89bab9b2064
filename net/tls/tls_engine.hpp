// The server's side of a TLS connection, as bytes in and bytes out: no socket, no waiting.
#pragma once

#include "net/tls/tls_context.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <string_view>

struct ssl_st;

namespace mw::net {

/// Turns sealed bytes, as they travel, into plain ones and back. Keeps at most one record of
/// either.
class tls_engine {
public:
  /// Success, or OpenSSL's reason in one line.
  using done = tl::expected<void, std::string>;

  explicit tls_engine(const tls_context& context);

  /// Tells whether the handshake is done.
  bool is_established() const;

  /// Takes what the other side has sent, and appends what it means to `plain`, at most as much.
  /// After an error there may still be something in outgoing(): why we end it.
  done take(std::string_view sealed, std::string& plain);

  /// Tells whether the other side has said that it sends no more (close_notify).
  bool peer_has_ended() const;

  /// Seals bytes and puts them into outgoing(). Only when established.
  done seal(std::string_view plain);

  /// Puts the message that we send no more (close_notify) into outgoing().
  void end();

  /// The bytes that have to travel to the other side; the caller removes those that it has sent.
  std::string& outgoing() { return outgoing_; }

  bool has_outgoing() const { return !outgoing_.empty(); }

private:
  done shake_hands();
  done open(std::string& plain);
  done reason(int result) const;
  void collect();

  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
  std::string outgoing_;
};

} // namespace mw::net
