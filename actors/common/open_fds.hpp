// The open descriptors of this process, as the kernel knows them.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mw::worker {

/// One open descriptor.
struct open_fd {
  int number = -1;
  /// `socket`, `pipe`, `eventpoll`, ... or the path of a file. In a chroot, where no /proc tells,
  /// only what kind of file it is; `anonymous` stands for `eventpoll` and its like.
  std::string type;
  bool close_on_exec = false;
  bool non_blocking = false;

  friend bool operator==(const open_fd&, const open_fd&) = default;
};

/// In order, without the one that reading them takes.
std::vector<int> open_fd_numbers();

/// Looks at one descriptor; nothing: it is not open.
std::optional<open_fd> inspect_fd(int number);

} // namespace mw::worker
