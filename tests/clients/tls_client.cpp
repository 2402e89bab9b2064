// A TLS client without a socket: see tls_client.hpp.
#include "tests/clients/tls_client.hpp"

#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace mw::test {

namespace {

template <class T>
using owned = std::unique_ptr<T, void (*)(T*)>;

constexpr long valid_seconds = 24L * 60 * 60;

owned<X509> signed_by_itself(EVP_PKEY* key) {
  auto made = owned<X509>{X509_new(), X509_free};
  auto* name = X509_get_subject_name(made.get());
  const auto* text = reinterpret_cast<const unsigned char*>("mw-test"); // NOLINT: OpenSSL's type
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -valid_seconds);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), valid_seconds);
  X509_set_pubkey(made.get(), key);
  REQUIRE(X509_sign(made.get(), key, EVP_sha256()) > 0);
  return made;
}

ssl_st* new_connection() {
  auto context = owned<SSL_CTX>{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
  return SSL_new(context.get()); // holds the context
}

} // namespace

void write_server_certificate(const std::string& path) {
  auto key = owned<EVP_PKEY>{EVP_EC_gen("P-256"), EVP_PKEY_free};
  auto certificate = signed_by_itself(key.get());
  auto file = owned<std::FILE>{std::fopen(path.c_str(), "w"), [](auto* f) { std::fclose(f); }};
  REQUIRE(file);
  REQUIRE(PEM_write_X509(file.get(), certificate.get()) == 1);
  REQUIRE(PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
}

net::tls_context server_context() {
  auto folder = temporary_folder{};
  auto path = std::string{folder / "server.pem"};
  write_server_certificate(path);
  auto options = net::tls_options{};
  options.on = true;
  options.certificate = path;
  return net::tls_context::make(options).value();
}

tls_client::tls_client()
    : ssl_(new_connection(), SSL_free), in_(BIO_new(BIO_s_mem())), out_(BIO_new(BIO_s_mem())) {
  SSL_set_bio(ssl_.get(), in_, out_);
  SSL_set_connect_state(ssl_.get());
  SSL_do_handshake(ssl_.get());
}

void tls_client::take(std::string_view sealed) {
  REQUIRE(BIO_write(in_, sealed.data(), static_cast<int>(sealed.size())) ==
          static_cast<int>(sealed.size()));
  if (!is_established())
    SSL_do_handshake(ssl_.get());
}

std::string tls_client::sealed() {
  auto all = std::string(BIO_ctrl_pending(out_), '\0');
  if (!all.empty())
    BIO_read(out_, all.data(), static_cast<int>(all.size()));
  return all;
}

void tls_client::say(std::string_view plain) {
  REQUIRE(SSL_write(ssl_.get(), plain.data(), static_cast<int>(plain.size())) > 0);
}

std::string tls_client::heard() {
  auto all = std::string{};
  auto buffer = std::array<char, 4096>{};
  auto got = 0;
  while ((got = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()))) > 0)
    all.append(buffer.data(), static_cast<size_t>(got));
  return all;
}

std::string tls_client::end() {
  SSL_shutdown(ssl_.get());
  return sealed();
}

bool tls_client::is_established() const {
  return SSL_is_init_finished(ssl_.get()) == 1;
}

bool tls_client::server_has_ended() const {
  return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

} // namespace mw::test
