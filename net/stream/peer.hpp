// The process at the other end of a socket.
#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace mw::net {

struct peer_identity {
  uid_t uid = 0;
  pid_t pid = 0;
};

/// Asks the kernel who was at the other end of a unix socket when it connected; nothing for TCP.
std::optional<peer_identity> peer_of(int socket);

/// Prints the other end for logs: `uid=0 pid=4711`; for TCP `uid=- pid=- from=192.0.2.1:4711`.
/// `source` is the address behind `from=` if a proxy has told one; else empty.
std::string peer_text(int socket, const std::string& source = {});

} // namespace mw::net
