// From the files to the checked configuration: see config.hpp.
#include "actors/config/config.hpp"

#include "actors/config/parser.hpp"

#include <array>

#include <unistd.h>

namespace mw {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0)
    return {};
  return name.data();
}

} // namespace

tl::expected<config, std::vector<std::string>> parse_config(std::span<const config_source> sources,
                                                            std::vector<std::string> environment) {
  config_parser parser{mw::environment(std::move(environment))};
  for (const auto& source : sources)
    parser.read(source);
  auto parsed = parser.finish();
  if (parsed && parsed->node.empty())
    parsed->node = host_name();
  return parsed;
}

} // namespace mw
