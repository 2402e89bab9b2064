// Severities and their texts: see severity.hpp.
#include "messages/cli/severity.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

/// The names, in the order of the enumeration.
constexpr std::array<std::string_view, 3> names{"none", "number", "string"};

std::string_view name_of(cli_severity what) {
  return what == cli_severity::error ? "err" : "info";
}

} // namespace

std::string_view severity_output_name(severity_output how) {
  return names[static_cast<size_t>(how)];
}

std::optional<severity_output> parse_severity_output(std::string_view name) {
  const auto* found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    return std::nullopt;
  return static_cast<severity_output>(found - names.begin());
}

std::string with_severity(severity_output how, cli_severity what, std::string text) {
  if (how == severity_output::none)
    return text;
  auto shown = how == severity_output::number ? std::to_string(static_cast<unsigned>(what))
                                              : std::string{name_of(what)};
  return '[' + shown + "]: " + text;
}

} // namespace mw
