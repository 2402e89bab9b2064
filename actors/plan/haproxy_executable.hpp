// HAProxy's own processes as workers: what they are started with.
#pragma once

#include "actors/config/text/source.hpp"
#include "actors/log/line_text.hpp"
#include "net/base/unique_fd.hpp"
#include "net/process/child_process.hpp"

#include <tl/expected.hpp>

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <sys/resource.h>

namespace mw {

/// `-x`: where the first processes of all get their listening sockets.
struct foreign_sockets {
  std::string address;
  std::atomic<bool> over = false; ///< they have them: later ones are on their own
};

/// Options of HAProxy's processes from command line and launch: they hold for all generations.
struct haproxy_options {
  std::string program;                   ///< as in execvp: a name without a slash is looked up
  std::vector<std::string> words;        ///< options that are passed on
  std::vector<std::string> config_paths; ///< as typed: files and folders
  bool takes_over_sockets = true;        ///< from the process that it replaces
  /// Descriptors from whoever started us: they keep their numbers (`bind fd@7`).
  std::vector<int> inherited = {};
  rlimit descriptor_limit = {};                  ///< the one that we were started with
  std::shared_ptr<foreign_sockets> foreign = {}; ///< or null
};

/// What one generation of HAProxy's processes runs with. A value: copies share the descriptors.
struct haproxy_executable {
  std::vector<std::string> arguments; ///< the program's name first
  /// Memory files in the order of their numbers in the worker: the one with the worker's CLI, then
  /// the configurations that had to be rewritten.
  std::vector<std::shared_ptr<net::unique_fd>> files;
  log::file_names file_names = {}; ///< of the rewritten ones: in HAProxy's messages, and typed
  std::vector<int> inherited;
  bool takes_over_sockets = true;
  rlimit descriptor_limit = {};
  std::shared_ptr<foreign_sockets> foreign = {};
  int control_fd = 3; ///< the numbers in the worker: this one, the predecessor's, the files

  int predecessor_fd() const { return control_fd + 1; }

  int first_file_fd() const { return control_fd + 2; }
};

/// `rewritten`: places of those sources that cannot be read where they are. The error is one line.
tl::expected<haproxy_executable, std::string>
make_haproxy_executable(const haproxy_options& options, std::span<const config::source> sources,
                        std::span<const size_t> rewritten);

/// `-c`: HAProxy checks the configuration as a worker would get it. It becomes this process if no
/// file is rewritten; else its messages are passed on when it has ended, with the files' names. The
/// exit code is HAProxy's, or 1: then it has been said why.
int check_with_haproxy(const haproxy_options& options, std::span<const config::source> sources,
                       std::span<const size_t> rewritten);

/// Becomes HAProxy with this command line, the program first; as check_with_haproxy().
int become_haproxy(std::vector<std::string> words);

/// Adds to a command what only HAProxy's processes have. `control`: its end of the control pair
/// here; `predecessor`: the master's end of the pair of the process that it replaces, or -1.
void complete(net::program& command, const haproxy_executable& with, int control, int predecessor);

} // namespace mw
