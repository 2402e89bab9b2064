// Reads certificates and keys: see tls_context.hpp.
#include "net/tls/tls_context.hpp"

#include "net/base/failure.hpp"
#include "net/base/last_error.hpp"
#include "net/tls/tls_error.hpp"

#include <array>

#include <openssl/ssl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mw::net {

namespace {

using done = tl::expected<void, std::string>;

struct version_name {
  std::string_view name;
  int number;
};

constexpr std::array versions{
    version_name{"TLSv1.0", TLS1_VERSION},
    version_name{"TLSv1.1", TLS1_1_VERSION},
    version_name{"TLSv1.2", TLS1_2_VERSION},
    version_name{"TLSv1.3", TLS1_3_VERSION},
};

/// Checks that a file can be read, for a better reason than OpenSSL's.
done check_file(std::string_view option, const std::string& path) {
  struct stat found {};

  if (::stat(path.c_str(), &found) != 0 || ::access(path.c_str(), R_OK) != 0)
    return failure("'{}' : cannot read '{}': {}", option, path, last_error().message());
  if (!S_ISREG(found.st_mode))
    return failure("'{}' : '{}' is no file", option, path);
  return {};
}

/// Notes that a key is encrypted, in place of OpenSSL's question for the pass phrase: a service has
/// no terminal.
int note_encrypted(char*, int, int, void* encrypted) {
  *static_cast<bool*>(encrypted) = true;
  return 0;
}

done read_key(SSL_CTX* context, const std::string& certificate, const std::string& path) {
  auto encrypted = false;
  SSL_CTX_set_default_passwd_cb(context, note_encrypted);
  SSL_CTX_set_default_passwd_cb_userdata(context, &encrypted);
  auto is_read = SSL_CTX_use_PrivateKey_file(context, path.c_str(), SSL_FILETYPE_PEM) == 1;
  SSL_CTX_set_default_passwd_cb_userdata(context, nullptr);
  if (encrypted)
    return ERR_clear_error(), failure("'crt' : the private key in '{}' is encrypted", path);
  if (is_read && SSL_CTX_check_private_key(context) == 1)
    return {};
  auto error = ERR_peek_error();
  auto mismatch = is_read || (ERR_GET_LIB(error) == ERR_LIB_X509 &&
                              ERR_GET_REASON(error) == X509_R_KEY_VALUES_MISMATCH);
  auto reason = tls_reason("no reason is known");
  if (mismatch)
    return failure("'crt' : inconsistencies between private key and certificate loaded '{}': {}",
                   certificate, reason);
  return failure("'crt' : No Private Key found in '{}': {}", path, reason);
}

/// Tells whether a file has a key: it may stand behind the certificate or in a file of its own, as
/// with HAProxy.
bool has_key(const std::string& path) {
  auto file = std::unique_ptr<BIO, int (*)(BIO*)>{BIO_new_file(path.c_str(), "r"), BIO_free};
  auto found = false;
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  auto size = 0L;
  while (!found && file && PEM_read_bio(file.get(), &name, &header, &data, &size) == 1) {
    found = std::string_view{name}.ends_with("PRIVATE KEY");
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, static_cast<size_t>(size));
  }
  ERR_clear_error();
  return found;
}

done read_certificate(SSL_CTX* context, const std::string& path) {
  if (auto readable = check_file("crt", path); !readable)
    return readable;
  if (SSL_CTX_use_certificate_chain_file(context, path.c_str()) != 1)
    return failure("'crt' : unable to load certificate from file '{}': {}", path,
                   tls_reason("no reason is known"));
  auto beside = path + ".key";
  if (has_key(path))
    return read_key(context, path, path);
  if (::access(beside.c_str(), F_OK) != 0)
    return failure("'crt' : No Private Key found in '{}' or '{}'", path, beside);
  return read_key(context, path, beside);
}

done read_authorities(SSL_CTX* context, const tls_options& options) {
  if (options.ca_file.empty())
    return {};
  if (auto readable = check_file("ca-file", options.ca_file); !readable)
    return readable;
  auto* names = SSL_load_client_CA_file(options.ca_file.c_str());
  if (names == nullptr || SSL_CTX_load_verify_file(context, options.ca_file.c_str()) != 1)
    return failure("'ca-file' : unable to load '{}': {}", options.ca_file,
                   tls_reason("no certificate in it"));
  SSL_CTX_set_client_CA_list(context, names); // owns them from now on
  return {};
}

done set_choices(SSL_CTX* context, const tls_options& options) {
  auto least = options.least_version.value_or(TLS1_2_VERSION);
  auto most = options.most_version.value_or(0);
  if (SSL_CTX_set_min_proto_version(context, least) != 1 ||
      SSL_CTX_set_max_proto_version(context, most) != 1)
    return failure("'ssl-min-ver' : {}", tls_reason("not supported"));
  if (!options.ciphers.empty() && SSL_CTX_set_cipher_list(context, options.ciphers.c_str()) != 1)
    return failure("'ciphers' : '{}': {}", options.ciphers, tls_reason("unknown"));
  if (!options.ciphersuites.empty() &&
      SSL_CTX_set_ciphersuites(context, options.ciphersuites.c_str()) != 1)
    return failure("'ciphersuites' : '{}': {}", options.ciphersuites, tls_reason("unknown"));
  return {};
}

void set_behaviour(SSL_CTX* context, tls_verification verify) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  auto mode = verify == tls_verification::none ? SSL_VERIFY_NONE
              : verify == tls_verification::optional
                  ? SSL_VERIFY_PEER
                  : SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  SSL_CTX_set_verify(context, mode, nullptr);
}

} // namespace

std::optional<int> tls_version(std::string_view name) {
  for (const auto& known : versions)
    if (known.name == name)
      return known.number;
  return std::nullopt;
}

tl::expected<tls_context, std::string> tls_context::make(const tls_options& options) {
  ERR_clear_error();
  auto context = std::shared_ptr<SSL_CTX>{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  if (!context)
    return failure("'ssl' : {}", tls_reason("OpenSSL cannot be used"));
  set_behaviour(context.get(), options.verify);
  auto ready = set_choices(context.get(), options);
  if (ready)
    ready = read_certificate(context.get(), options.certificate);
  if (ready)
    ready = read_authorities(context.get(), options);
  if (!ready)
    return tl::unexpected(ready.error());
  return tls_context{std::move(context)};
}

} // namespace mw::net
