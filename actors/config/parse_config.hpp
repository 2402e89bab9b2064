// Reads configuration files.
#pragma once

#include "actors/config/text/source.hpp"
#include "actors/config/values/config.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw::config {

/// Reads and checks a whole configuration. `environment` (NAME=value) is what `${NAME}` sees at the
/// start. The error is every mistake of every file, one line each, as HAProxy words it behind
/// `config : `: `parsing [test1.cfg:12] : unknown keyword 'blance' in 'listen' section; did you
/// mean 'balance' ?`
tl::expected<configuration, std::vector<std::string>>
parse_config(std::span<const source> sources, std::vector<std::string> environment);

} // namespace mw::config
