// Options of a bind line for what stands in front of a session: TLS and PROXY headers.
#include "actors/config/bind/bind_options.hpp"
#include "actors/config/text/printable.hpp"

#include <fmt/format.h>

#include <array>

namespace mw::config {

namespace {

using front_applied = tl::expected<void, bind_mistake>;

front_applied apply_accept_proxy(listener_settings& bind, const std::string&) {
  bind.accept_proxy = true;
  return {};
}

front_applied apply_ssl(listener_settings& bind, const std::string&) {
  bind.tls.on = true;
  return {};
}

/// Several would be chosen among by the name that the client asks for.
front_applied apply_crt(listener_settings& bind, const std::string& value) {
  if (!bind.tls.certificate.empty())
    return tl::unexpected(bind_mistake{"more than one 'crt' is not supported yet", false});
  bind.tls.certificate = value;
  return {};
}

/// Keeps a value as it is; the last one wins.
template <std::string net::tls_options::*Text>
front_applied apply_text(listener_settings& bind, const std::string& value) {
  bind.tls.*Text = value;
  return {};
}

front_applied apply_verify(listener_settings& bind, const std::string& value) {
  using how = net::tls_verification;
  for (auto [name, one] :
       {std::pair{"none", how::none}, {"optional", how::optional}, {"required", how::required}})
    if (value == name)
      return bind.tls.verify = one, front_applied{};
  return tl::unexpected(
      bind_mistake{fmt::format("''verify' : unknown verify method '{}', only 'none', 'optional', "
                               "and 'required' are supported'",
                               printable(value)),
                   true});
}

template <std::optional<int> net::tls_options::*Version>
front_applied apply_version(listener_settings& bind, const std::string& value) {
  bind.tls.*Version = net::tls_version(value);
  if (bind.tls.*Version)
    return {};
  return tl::unexpected(
      bind_mistake{fmt::format("''{}' : unknown ssl/tls version'", printable(value)), true});
}

constexpr std::array front_options{
    bind_option{"accept-proxy", {}, apply_accept_proxy, true},
    bind_option{"ca-file", "CAfile path", apply_text<&net::tls_options::ca_file>, true},
    bind_option{"ciphers", "cipher suite", apply_text<&net::tls_options::ciphers>, true},
    bind_option{"ciphersuites", "cipher suite", apply_text<&net::tls_options::ciphersuites>, true},
    bind_option{"crt", "certificate location", apply_crt, true},
    bind_option{"ssl", {}, apply_ssl, true},
    bind_option{"ssl-max-ver", "the ssl/tls version",
                apply_version<&net::tls_options::most_version>, true},
    bind_option{"ssl-min-ver", "the ssl/tls version",
                apply_version<&net::tls_options::least_version>, true},
    bind_option{"verify", "verify method", apply_verify, true},
};

} // namespace

std::span<const bind_option> front_bind_options() {
  return front_options;
}

} // namespace mw::config
