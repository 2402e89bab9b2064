// A running master with its CLI in a folder of its own.
#pragma once

#include "tests/clients/cli_client.hpp"
#include "tests/programs/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mw::test {

/// The configuration and the command line of a service.
struct service_options {
  std::string configuration = "global\n  nbproc 1\n"; ///< FOLDER in it becomes the service's folder
  std::string bind_options = {};                      ///< behind the path of -S: `,level,user`
  std::vector<std::string> arguments = {};            ///< more of the command line
  std::vector<std::string> in_front = {}; ///< a program that starts it, with its arguments
};

/// A started master, which is ready when the constructor returns, and killed at the end.
class service {
public:
  explicit service(const service_options& options = {});
  /// Starts a service with so many workers.
  explicit service(int workers);

  const temporary_folder& folder() const { return folder_; }

  const std::string& path() const { return path_; }

  program& process() { return process_; }

  cli_client connect() const { return cli_client{path_}; }

  std::string talk(std::string_view text) const { return test::talk(path_, text); }

  /// Replaces the configuration, for the next reload.
  void configure(const std::string& text) const;

  /// Reloads. Answers the CLI's answer: `Success=1\n--\n...`.
  std::string reload() const { return talk("reload\n"); }

  /// Reloads, which must succeed.
  void must_reload() const;

  /// The workers' pids in the order of their relative PIDs, as `show proc` lists them now.
  std::vector<pid_t> workers() const;
  /// Waits until the condition holds.
  void await(const std::string& what, const std::function<bool()>& holds);
  /// Waits until the worker of this number (from 1) is another process than `before` and answers.
  /// Returns its pid.
  pid_t await_successor(size_t number, pid_t before);
  /// Waits until the CLI says that this worker is gone: the listener learns it a moment later than
  /// the master, and what is asked meanwhile is answered as what was under way.
  void await_forgotten(pid_t pid);
  /// Kills the master. Tells whether there were workers, and all of them have ended in time.
  bool takes_workers_along(milliseconds bound);
  /// Waits until all processes have ended; false if one does not in time.
  static bool await_gone(const std::vector<pid_t>& pids, milliseconds bound = patience);

private:
  temporary_folder folder_;
  std::string path_;
  program process_;
};

/// Opens a pidfd of a process that need not be a child; empty if there is none.
net::unique_fd pidfd_of(pid_t pid);

/// Writes a file.
void write_file(const std::string& path, std::string_view text);
std::string read_file(const std::string& path);

} // namespace mw::test
