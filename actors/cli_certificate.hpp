// Where the certificate of a `-S <address>,ssl` comes from: read at the start, and for each reload.
#pragma once

#include "actors/cli_bind.hpp"
#include "messages/certificate.hpp"

#include <tl/expected.hpp>

#include <string>

namespace mw {

struct cli_certificate {
  uint32_t listener = 0; ///< which `-S`, from 0
  std::string place;     ///< its address, for errors
  net::tls_options options;
};

inline cli_certificate certificate_of(const cli_bind& bind, size_t number) {
  return {static_cast<uint32_t>(number), to_string(bind.where), bind.tls};
}

/// The files as they are now. The error is one line that begins with the address.
tl::expected<certificate_box, std::string> read_certificate(const cli_certificate& from);

} // namespace mw
