// The severity of a CLI's messages, for clients that asked to see it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// How a session shows the severity of the messages that it prints.
enum class severity_output : uint8_t {
  none,
  number, ///< `[3]: ` in front of them
  string, ///< `[err]: `
};

/// The severity of a message, with syslog's numbers. Data (tables, logs, figures) has none.
enum class cli_severity : uint8_t { error = 3, info = 6 };

/// The name of a mode: `none`, `number`, `string`.
std::string_view severity_output_name(severity_output how);
std::optional<severity_output> parse_severity_output(std::string_view name);

/// Puts the severity in front of a message, if that is wanted.
std::string with_severity(severity_output how, cli_severity what, std::string text);

} // namespace mw
