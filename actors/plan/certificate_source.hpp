// Where the certificate of a `-S <address>,ssl` comes from: read at the start, and for each reload.
#pragma once

#include "actors/config/bind/listener_settings.hpp"
#include "messages/base/certificate.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace mw {

struct certificate_source {
  uint32_t listener = 0; ///< which `-S`, from 0
  std::string place;     ///< its address, for errors
  net::tls_options options;
};

certificate_source certificate_of(const config::listener_settings& bind, size_t number);

/// Sources of all listeners that speak TLS.
std::vector<certificate_source>
certificates_of(const std::vector<config::listener_settings>& binds);

/// The files as they are now. The error is one line that begins with the address.
tl::expected<certificate_box, std::string> read_certificate(const certificate_source& from);

/// All of them or none: half a change would be worse than the old state.
tl::expected<std::vector<certificate_box>, std::string>
read_certificates(const std::vector<certificate_source>& from);

} // namespace mw
