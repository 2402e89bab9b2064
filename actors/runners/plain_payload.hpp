// Payloads in the form that every HAProxy understands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// `text`: a command, and its payload if there are lines behind it. Before 2.9 HAProxy knows only
/// `<<` at the very end of the line and an empty line as the payload's end; all else it would take
/// for a command without payload, and the payload's lines for commands. So a pattern behind the
/// `<<` becomes an empty line. Nothing: the payload has empty lines of its own.
std::optional<std::string> plain_payload(std::string_view text);

} // namespace mw
