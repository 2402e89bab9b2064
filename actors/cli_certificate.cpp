// Reads certificates: see cli_certificate.hpp.
#include "actors/cli_certificate.hpp"

#include <fmt/format.h>

namespace mw {

tl::expected<certificate_box, std::string> read_certificate(const cli_certificate& from) {
  auto context = net::tls_context::make(from.options);
  if (!context)
    return tl::unexpected(fmt::format("-S {}: {}", from.place, context.error()));
  return certificate_box{from.listener,
                         std::make_shared<const net::tls_context>(std::move(*context))};
}

} // namespace mw
