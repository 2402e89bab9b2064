// OpenSSL between two memory buffers: see tls_engine.hpp.
#include "net/tls/tls_engine.hpp"

#include "net/base/failure.hpp"
#include "net/tls/tls_error.hpp"

#include <array>

#include <openssl/ssl.h>

namespace mw::net {

tls_engine::tls_engine(const tls_context& context) : ssl_(SSL_new(context.get()), SSL_free) {
  if (!ssl_)
    throw std::bad_alloc{};
  SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem())); // it owns them
  SSL_set_accept_state(ssl_.get());
}

bool tls_engine::is_established() const {
  return SSL_is_init_finished(ssl_.get()) == 1;
}

bool tls_engine::peer_has_ended() const {
  return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

tls_engine::done tls_engine::take(std::string_view sealed, std::string& plain) {
  ERR_clear_error(); // other connections of this thread use the same queue
  BIO_write(SSL_get_rbio(ssl_.get()), sealed.data(), static_cast<int>(sealed.size()));
  auto result = is_established() ? done{} : shake_hands();
  if (result && is_established())
    result = open(plain);
  collect();
  return result;
}

tls_engine::done tls_engine::shake_hands() {
  auto result = SSL_do_handshake(ssl_.get());
  return result == 1 ? done{} : reason(result);
}

tls_engine::done tls_engine::open(std::string& plain) {
  auto buffer = std::array<char, 16 * 1024>{};
  for (;;) {
    auto got = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (got <= 0)
      return reason(got);
    plain.append(buffer.data(), static_cast<size_t>(got));
  }
}

/// The reason of a result; no error if more bytes are needed, or the other side has ended.
tls_engine::done tls_engine::reason(int result) const {
  auto what = SSL_get_error(ssl_.get(), result);
  if (what == SSL_ERROR_WANT_READ || what == SSL_ERROR_ZERO_RETURN)
    return {};
  auto verified = SSL_get_verify_result(ssl_.get());
  auto text = tls_reason("the connection is broken");
  if (verified != X509_V_OK)
    return failure("{} ({})", text, X509_verify_cert_error_string(verified));
  return tl::unexpected(std::move(text));
}

tls_engine::done tls_engine::seal(std::string_view plain) {
  ERR_clear_error();
  auto written =
      plain.empty() ? 1 : SSL_write(ssl_.get(), plain.data(), static_cast<int>(plain.size()));
  auto result = written > 0 ? done{} : reason(written);
  collect();
  return result;
}

void tls_engine::end() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
  collect();
}

void tls_engine::collect() {
  auto* from = SSL_get_wbio(ssl_.get());
  auto size = outgoing_.size();
  auto waiting = BIO_ctrl_pending(from);
  if (waiting == 0)
    return;
  outgoing_.resize(size + waiting);
  BIO_read(from, outgoing_.data() + size, static_cast<int>(waiting));
}

} // namespace mw::net
