// Who runs a session's commands: routes that it has learned, and its links to workers.
#pragma once

#include "messages/command.hpp"
#include "messages/router.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace mw {

class asio_unit;

/// Of one session. Links are spawned on the session's own unit, so that an answer's bytes do not change threads.
class runner_pool {
public:
  /// `applet` runs what is for the master.
  runner_pool(asio_unit& unit, command_runner_actor applet);
  /// Ends the links.
  ~runner_pool();
  runner_pool(const runner_pool&) = delete;
  runner_pool& operator=(const runner_pool&) = delete;

  /// The process behind a target, if the router has been asked before and it is not gone since. The master is always
  /// known: its pid.
  std::optional<process_key> find(const target& where) const;

  /// The router's answer about `where`.
  void learn(const target& where, const route& to);

  /// This process is gone: the next command for it asks the router again.
  void forget(const process_key& process);

  /// The target means another process from now on; the old one may still be known by its pid.
  void forget_target(const target& where) { targets_.erase(where); }

  /// The runner for a target that find() knows; call it when no command runs. Two-way commands get one of their own.
  command_runner_actor runner(const target& where, bool two_way);

private:
  struct link {
    route to;
    command_runner_actor runner; ///< null until the first command
  };

  void end_retired();

  asio_unit& unit_;
  command_runner_actor applet_;
  std::map<target, uint64_t> targets_; ///< to the serial of a process
  std::map<uint64_t, link> links_;
  std::vector<command_runner_actor> retired_; ///< to be ended when the current command is over
};

} // namespace mw
