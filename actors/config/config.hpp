// The checked configuration.
#pragma once

#include "actors/config/source.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace mw {

/// What `global` says. Times of validity: one generation of workers.
struct config {
  std::optional<unsigned> nbproc;   ///< workers; relative PIDs count from 1
  bool daemon = false;              ///< as `-D`
  std::string pid_file;             ///< as `-p`; empty: none
  std::string description;          ///< shown by `show info`
  std::string node;                 ///< shown by `show info`; default: the host's name
  std::optional<unsigned> ulimit_n; ///< RLIMIT_NOFILE of the workers
  bool exit_on_failure = false;     ///< a worker that dies ends the program, as with HAProxy
  /// The environment that setenv, presetenv, unsetenv and resetenv leave; `NAME=value`, for the
  /// workers.
  std::vector<std::string> environment;
  /// What was accepted but should be logged, one line each, in the form of the errors.
  std::vector<std::string> warnings;

  friend bool operator==(const config&, const config&) = default;
};

/// Reads and checks a whole configuration. `environment` (NAME=value) is what `${NAME}` sees at the
/// start. The error is every mistake of every file, one line each, as HAProxy words it behind
/// `config : `: `parsing [test1.cfg:12] : unknown keyword 'blance' in 'listen' section; did you
/// mean 'balance' ?`
tl::expected<config, std::vector<std::string>> parse_config(std::span<const config_source> sources,
                                                            std::vector<std::string> environment);

} // namespace mw
