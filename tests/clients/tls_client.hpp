// A TLS client without a socket, and a certificate for the server that it talks to.
#pragma once

#include "net/tls/tls_context.hpp"

#include <memory>
#include <string>
#include <string_view>

struct bio_st;
struct ssl_st;

namespace mw::test {

/// A server's context, with a certificate of its own that is signed by itself; the key is new in
/// each test run.
net::tls_context server_context();

/// Writes such a certificate with its key to a PEM file.
void write_server_certificate(const std::string& path);

/// A client that trusts every server: bytes in and bytes out.
class tls_client {
public:
  tls_client();

  /// Takes bytes that the server has sent.
  void take(std::string_view sealed);
  /// The bytes to send now: of the handshake, or for the text that was said before.
  std::string sealed();

  void say(std::string_view plain);
  /// The text that the server has said since.
  std::string heard();

  /// Says that no more text comes; returns the bytes to send for that.
  std::string end();

  bool is_established() const;
  /// Tells whether the server has said that it sends no more.
  bool server_has_ended() const;

private:
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
  bio_st* in_;  ///< the connection's
  bio_st* out_; ///< the connection's
};

} // namespace mw::test
