// The keyword `log`: where log lines go to.
#pragma once

#include "actors/config/text/environment.hpp"
#include "actors/config/values/proxy_settings.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>

namespace mw::config {

/// Reads `<target> [len <n>] [format <f>] <facility> [<level> [<minimum level>]]`, the words behind
/// `log`; `variables` are replaced in the target. Targets are `host[:port]` (UDP, port 514) and
/// paths of datagram sockets; names are looked up now. The error is HAProxy's text where it has
/// one.
tl::expected<log_target, std::string> parse_log_target(std::span<const std::string> words,
                                                       const environment& variables);

} // namespace mw::config
