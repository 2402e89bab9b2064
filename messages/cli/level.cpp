// Levels and their names: see level.hpp.
#include "messages/cli/level.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

/// The names, in the order of the enumeration.
constexpr std::array<std::string_view, 3> names{"user", "operator", "admin"};

} // namespace

std::string_view level_name(access_level level) {
  return names[static_cast<size_t>(level)];
}

std::optional<access_level> parse_level(std::string_view name) {
  const auto* found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    return std::nullopt;
  return static_cast<access_level>(found - names.begin());
}

} // namespace mw
