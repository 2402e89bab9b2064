// Configuration sources in a sealed memory file: see source.hpp. Length-prefixed, because names and
// texts may hold any byte; both ends are the same program, so lengths are in host order.
#include "actors/config/text/source.hpp"
#include "net/base/sealed_text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>

namespace mw::config {

namespace {

std::string cannot(std::string_view what, const std::error_code& error) {
  return fmt::format("cannot {} the configuration : {}", what, error.message());
}

void append_text(std::string& out, std::string_view text) {
  uint64_t size = text.size();
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  out.append(text);
}

std::optional<std::string> take_text(std::string_view& in) {
  uint64_t size = 0;
  if (in.size() < sizeof size)
    return std::nullopt;
  std::memcpy(&size, in.data(), sizeof size);
  in.remove_prefix(sizeof size);
  if (in.size() < size)
    return std::nullopt;
  std::string text(in.substr(0, size));
  in.remove_prefix(size);
  return text;
}

/// Entries have no NUL.
std::string joined(std::span<const std::string> entries) {
  auto all = std::string{};
  for (const auto& entry : entries)
    (all += entry) += '\0';
  return all;
}

std::vector<std::string> separated(std::string_view entries) {
  auto all = std::vector<std::string>{};
  for (auto end = entries.find('\0'); end != std::string_view::npos; end = entries.find('\0')) {
    all.emplace_back(entries.substr(0, end));
    entries.remove_prefix(end + 1);
  }
  return all;
}

tl::unexpected<std::string> damaged() {
  return tl::unexpected(std::string("the sealed configuration is damaged"));
}

} // namespace

tl::expected<net::unique_fd, std::string> seal_sources(std::span<const source> sources,
                                                       std::span<const std::string> environment) {
  std::string bytes;
  append_text(bytes, joined(environment));
  for (const auto& source : sources) {
    append_text(bytes, source.name);
    append_text(bytes, source.text);
  }
  return net::seal_text("mw-config", bytes).map_error([](const std::error_code& error) {
    return cannot("seal", error);
  });
}

tl::expected<sealed_sources, std::string> unseal_sources(int fd) {
  auto bytes = net::unseal_text(fd);
  if (!bytes && bytes.error() == std::errc::invalid_argument)
    return tl::unexpected(std::string("the configuration's descriptor is not sealed"));
  if (!bytes)
    return tl::unexpected(cannot("read", bytes.error()));
  std::string_view rest = *bytes;
  auto environment = take_text(rest);
  if (!environment)
    return damaged();
  auto unsealed = sealed_sources{{}, separated(*environment)};
  while (!rest.empty()) {
    auto name = take_text(rest);
    auto text = take_text(rest);
    if (!name || !text)
      return damaged();
    unsealed.sources.push_back({std::move(*name), std::move(*text)});
  }
  return unsealed;
}

} // namespace mw::config
