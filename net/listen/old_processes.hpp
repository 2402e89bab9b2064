// The processes that this one replaces: `-sf` and `-st`.
#pragma once

#include "net/base/unique_fd.hpp"
#include "net/listen/listen_socket.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

#include <sys/types.h>

namespace mw::net {

/// Holds the processes by pidfds, so that a stranger who gets such a pid is not signalled.
/// Processes that are gone already are left out. Not for several threads at once.
class old_processes {
public:
  /// `farewell`: the signal that ends them.
  old_processes(const std::vector<pid_t>& pids, int farewell);
  old_processes(const old_processes&) = delete;
  old_processes& operator=(const old_processes&) = delete;
  /// Tells the processes to take their addresses back (SIGTTIN) if they were asked to leave them
  /// and got no farewell.
  ~old_processes();

  /// Calls open_listeners(), and takes over a unix path that one of the processes serves. If an
  /// address is in use they are asked to leave it (SIGTTOU), and it is tried again for two seconds.
  tl::expected<std::vector<listen_socket>, std::string> open(const address& where,
                                                             listen_options options);

  /// Ends the processes, because this one has taken over. Does so once.
  void say_farewell();

private:
  struct process {
    pid_t pid;
    unique_fd pidfd;
  };

  void signal_all(int number);

  std::vector<process> all_;
  int farewell_;
  bool asked_for_room_ = false;
};

} // namespace mw::net
