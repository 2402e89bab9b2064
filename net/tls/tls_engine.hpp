// One TLS connection, the server's side, as bytes in and bytes out: no socket, no waiting.
#pragma once

#include "net/tls/tls_context.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <string_view>

struct ssl_st;

namespace mw::net {

/// "Sealed" are bytes as they travel, "plain" those that they mean. It keeps no more than one
/// record of either.
class tls_engine {
public:
  /// One line: OpenSSL's reason.
  using done = tl::expected<void, std::string>;

  explicit tls_engine(const tls_context& context);

  /// The handshake is done.
  bool is_established() const;

  /// Takes what the other side has sent, and appends what it means to `plain`, at most as much.
  /// After an error there may still be something in outgoing(): why we end it.
  done take(std::string_view sealed, std::string& plain);

  /// The other side has said that it sends no more (close_notify).
  bool peer_has_ended() const;

  /// Puts what shall be sent into outgoing(). Only when established.
  done seal(std::string_view plain);

  /// The same for the word that we send no more.
  void end();

  /// What has to travel to the other side; the caller removes what it has sent.
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
