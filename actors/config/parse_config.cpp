// From the files to the checked configuration: see parse_config.hpp.
#include "actors/config/parse_config.hpp"

#include "actors/config/parser.hpp"

#include <array>

#include <unistd.h>

namespace mw::config {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0)
    return {};
  return name.data();
}

} // namespace

tl::expected<configuration, std::vector<std::string>>
parse_config(std::span<const source> sources, std::vector<std::string> environment) {
  auto reader = parser{config::environment(std::move(environment))};
  for (const auto& source : sources)
    reader.read(source);
  auto parsed = reader.finish();
  if (parsed && parsed->node.empty())
    parsed->node = host_name();
  return parsed;
}

} // namespace mw::config
