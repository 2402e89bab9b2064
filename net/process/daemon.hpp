// `-D`: the program goes to the background, and its launcher waits to hear how that went.
#pragma once

#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <system_error>

namespace mw::net {

/// The background process's side. Make it before any thread runs and before children are started.
class daemon {
public:
  /// Forks, and returns in the child only, in a session of its own. The parent waits: it ends with
  /// code 0 when ready() has been called, else with the exit code that the child ends with (1 for
  /// one that was killed).
  static tl::expected<daemon, std::error_code> detach();

  /// Tells the launcher that the service is there, so that it ends. The standard streams are given
  /// up for /dev/null.
  void ready();

private:
  explicit daemon(unique_fd launcher) : launcher_(std::move(launcher)) {}

  unique_fd launcher_;
};

} // namespace mw::net
