// The options of `server` and `default-server`, as a table.
#pragma once

#include "actors/config/text/environment.hpp"
#include "actors/config/values/proxy_settings.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>

namespace mw::config {

/// Applies the first option of `words`, at least one, and takes it and its value off them. The
/// error is HAProxy's text where it has one.
tl::expected<void, std::string> take_server_option(std::span<const std::string>& words,
                                                   const environment& variables,
                                                   proxy_server& server);

} // namespace mw::config
