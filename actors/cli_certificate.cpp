// Reads certificates: see cli_certificate.hpp.
#include "actors/cli_certificate.hpp"

#include <fmt/format.h>

namespace mw {

cli_certificate certificate_of(const cli_bind& bind, size_t number) {
  return {static_cast<uint32_t>(number), to_string(bind.where), bind.tls};
}

std::vector<cli_certificate> certificates_of(const std::vector<cli_bind>& binds) {
  auto all = std::vector<cli_certificate>{};
  for (size_t number = 0; number < binds.size(); ++number)
    if (binds[number].tls.on)
      all.push_back(certificate_of(binds[number], number));
  return all;
}

tl::expected<certificate_box, std::string> read_certificate(const cli_certificate& from) {
  auto context = net::tls_context::make(from.options);
  if (!context)
    return tl::unexpected(fmt::format("-S {}: {}", from.place, context.error()));
  return certificate_box{from.listener,
                         std::make_shared<const net::tls_context>(std::move(*context))};
}

tl::expected<std::vector<certificate_box>, std::string>
read_certificates(const std::vector<cli_certificate>& from) {
  auto all = std::vector<certificate_box>{};
  for (const auto& one : from) {
    auto read = read_certificate(one);
    if (!read)
      return tl::unexpected(std::move(read.error()));
    all.push_back(std::move(*read));
  }
  return all;
}

} // namespace mw
