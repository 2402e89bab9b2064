// Where the certificate of a `-S <address>,ssl` comes from: read at the start, and for each reload.
#pragma once

#include "actors/cli_bind.hpp"
#include "messages/certificate.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace mw {

struct cli_certificate {
  uint32_t listener = 0; ///< which `-S`, from 0
  std::string place;     ///< its address, for errors
  net::tls_options options;
};

cli_certificate certificate_of(const cli_bind& bind, size_t number);

/// Of those that speak TLS.
std::vector<cli_certificate> certificates_of(const std::vector<cli_bind>& binds);

/// The files as they are now. The error is one line that begins with the address.
tl::expected<certificate_box, std::string> read_certificate(const cli_certificate& from);

/// All of them or none: half a change would be worse than the old state.
tl::expected<std::vector<certificate_box>, std::string>
read_certificates(const std::vector<cli_certificate>& from);

} // namespace mw
