// How a program of the configuration is started: its section, put together with what all programs
// are given.
#pragma once

#include "actors/config/values/program_section.hpp"
#include "net/base/unique_fd.hpp"
#include "net/process/child_process.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mw {

/// A program that runs beside the workers.
struct program_command {
  std::string name;
  net::program command;
  bool start_on_reload = true;                  ///< false: a reload leaves it alone
  std::shared_ptr<net::unique_fd> streams = {}; ///< `command` names its number
};

/// Finds the programs in the PATH of `variables` (NAME=value), which is their environment.
/// `streams`: what stands for stdin, stdout and stderr; null: the master's own. They end with the
/// master, as workers do. The error is one line that names the section.
tl::expected<std::vector<program_command>, std::string>
program_commands(std::span<const config::program_section> sections,
                 const std::vector<std::string>& variables,
                 const std::shared_ptr<net::unique_fd>& streams);

} // namespace mw
