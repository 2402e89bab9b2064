// Reads certificates: see certificate_source.hpp.
#include "actors/plan/certificate_source.hpp"

#include <fmt/format.h>

namespace mw {

certificate_source certificate_of(const config::listener_settings& bind, size_t number) {
  return {static_cast<uint32_t>(number), to_string(bind.where), bind.tls};
}

std::vector<certificate_source>
certificates_of(const std::vector<config::listener_settings>& binds) {
  auto all = std::vector<certificate_source>{};
  for (size_t number = 0; number < binds.size(); ++number)
    if (binds[number].tls.on)
      all.push_back(certificate_of(binds[number], number));
  return all;
}

tl::expected<certificate_box, std::string> read_certificate(const certificate_source& from) {
  auto context = net::tls_context::make(from.options);
  if (!context)
    return tl::unexpected(fmt::format("-S {}: {}", from.place, context.error()));
  return certificate_box{from.listener,
                         std::make_shared<const net::tls_context>(std::move(*context))};
}

tl::expected<std::vector<certificate_box>, std::string>
read_certificates(const std::vector<certificate_source>& from) {
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
