// The text of the configuration, read once: what a generation of workers runs with cannot change
// under it.
#pragma once

#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw::config {

/// One configuration file. `name` is as it was given on the command line (error texts use it).
struct source {
  std::string name;
  std::string text;

  friend bool operator==(const source&, const source&) = default;
};

/// Reads all files in order; a directory stands for its `*.cfg` that are not hidden, in lexical
/// order. The error is one line that names the file.
tl::expected<std::vector<source>, std::string> read_sources(std::span<const std::string> paths);

/// What a worker needs to understand the configuration as its master has: the variables that it
/// starts from too, because those of the worker are what the configuration has made of them.
struct sealed_sources {
  std::vector<source> sources;
  std::vector<std::string> environment; ///< NAME=value
};

/// Puts the sources into a sealed memory file that a worker inherits, and reads them back there.
tl::expected<net::unique_fd, std::string>
seal_sources(std::span<const source> sources, std::span<const std::string> environment = {});
tl::expected<sealed_sources, std::string> unseal_sources(int fd);

} // namespace mw::config
