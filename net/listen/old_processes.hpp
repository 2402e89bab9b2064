// The processes that this one replaces: `-sf` and `-st`.
#pragma once

#include "net/base/unique_fd.hpp"
#include "net/listen/listen_socket.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

#include <sys/types.h>

namespace mw::net {

/// Held by pidfds: a pid that somebody else gets is not signalled. Those that are gone already are
/// left out. Not for several threads at once.
class old_processes {
public:
  /// `farewell`: the signal that ends them.
  old_processes(const std::vector<pid_t>& pids, int farewell);
  old_processes(const old_processes&) = delete;
  old_processes& operator=(const old_processes&) = delete;
  /// Without a farewell, those that have been asked for room get it back (SIGTTIN).
  ~old_processes();

  /// open_listeners(), which takes over a unix path that one of them serves. If an address is in
  /// use they are asked to leave it (SIGTTOU), and it is tried again for two seconds.
  tl::expected<std::vector<listen_socket>, std::string> open(const address& where,
                                                             listen_options options);

  /// We have taken over: ends them. Does so once.
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
