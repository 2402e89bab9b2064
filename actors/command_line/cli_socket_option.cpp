// Values of `-S`: see cli_socket_option.hpp.
#include "actors/command_line/cli_socket_option.hpp"

#include "actors/config/bind/bind_line.hpp"
#include "actors/config/text/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw {

namespace {

using items = std::vector<std::string>;

items split_at_commas(std::string_view value) {
  items found;
  while (!value.empty()) {
    auto item = value.substr(0, value.find(','));
    if (!item.empty())
      found.emplace_back(item);
    value.remove_prefix(std::min(item.size() + 1, value.size()));
  }
  return found;
}

std::string about(std::string_view value, std::string_view text) {
  return fmt::format("-S '{}': {}", config::printable(value), text);
}

/// HAProxy's sentences are in quotes, and do not say which of several `-S` they are about.
std::string_view without_quotes(std::string_view text) {
  auto is_quoted = text.size() > 1 && text.starts_with('\'') && text.ends_with('\'');
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// Empty: all is there. HAProxy 2.6 takes such a `-S`, and serves it in plain text.
std::string_view missing_for_tls(const net::tls_options& tls) {
  if (!tls.on)
    return tls == net::tls_options{} ? "" : "options of TLS, but 'ssl' is not among them";
  if (tls.certificate.empty())
    return "'ssl' needs a certificate: 'crt'";
  if (tls.verify != net::tls_verification::none && tls.ca_file.empty())
    return "'verify' needs those who sign the clients' certificates: 'ca-file'";
  if (tls.most_version && *tls.most_version < tls.least_version.value_or(*tls.most_version))
    return "'ssl-max-ver' is below 'ssl-min-ver'";
  return "";
}

} // namespace

tl::expected<config::listener_settings, std::string> parse_cli_socket(std::string_view value) {
  auto words = split_at_commas(value);
  if (words.empty())
    return tl::unexpected(about(value, "an address is expected"));
  auto bind =
      config::parse_bind_line(words, {}, config::bind_use::master_cli, config::own_environment())
          .map_error([&](const config::bind_mistake& mistake) {
            auto text = std::string_view(mistake.text);
            return about(value, mistake.of_haproxy ? without_quotes(text) : text);
          });
  if (bind)
    if (auto missing = missing_for_tls(bind->tls); !missing.empty())
      return tl::unexpected(about(value, missing));
  return bind;
}

std::vector<std::string> useless_options(const config::listener_settings& bind) {
  auto useless = config::useless_words(bind);
  for (auto& text : useless)
    text = fmt::format("-S {}: {}", net::to_string(bind.where), text);
  return useless;
}

} // namespace mw
