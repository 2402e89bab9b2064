// OpenSSL's reasons as text.
#pragma once

#include <string>

#include <openssl/err.h>

namespace mw::net {

/// The reason of the first error in this thread's queue, which is empty afterwards.
inline std::string tls_reason(const char* otherwise) {
  const auto* reason = ERR_reason_error_string(ERR_peek_error());
  auto text = std::string{reason != nullptr ? reason : otherwise};
  ERR_clear_error();
  return text;
}

} // namespace mw::net
