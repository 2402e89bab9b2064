// Certificate, key and trusted clients of a TLS server, read from their files once.
#pragma once

#include <tl/expected.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct ssl_ctx_st;

namespace mw::net {

enum class tls_verification { none, optional, required };

/// The options of HAProxy's `bind ... ssl` that are known here. Versions are OpenSSL's numbers.
struct tls_options {
  bool on = false; ///< `ssl`
  std::string
      certificate;     ///< `crt`: PEM with certificate, chain and key; or the key in `<file>.key`
  std::string ca_file; ///< `ca-file`: PEM with those that sign clients' certificates
  tls_verification verify = tls_verification::none;
  std::optional<int> least_version; ///< nothing: TLS 1.2, as HAProxy's
  std::optional<int> most_version;
  std::string ciphers;      ///< up to TLS 1.2; empty: OpenSSL's choice, as for the next
  std::string ciphersuites; ///< of TLS 1.3

  friend bool operator==(const tls_options&, const tls_options&) = default;
};

/// Reads `TLSv1.0` to `TLSv1.3`; nothing for other names.
std::optional<int> tls_version(std::string_view name);

/// Certificate and key, read and found to fit. Copies share them. Sessions are never resumed:
/// every client shows who it is.
class tls_context {
public:
  /// Reads the files. The error is one line that begins with the option and names the file.
  static tl::expected<tls_context, std::string> make(const tls_options& options);

  ssl_ctx_st* get() const { return context_.get(); }

private:
  explicit tls_context(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}

  std::shared_ptr<ssl_ctx_st> context_;
};

} // namespace mw::net
