// Who is at the other end of a socket.
#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace mw::net {

struct peer_identity {
  uid_t uid = 0;
  pid_t pid = 0;
};

/// Of a unix socket's other end at the moment it connected, as the kernel says; nothing for TCP.
std::optional<peer_identity> peer_of(int socket);

/// For logs: `uid=0 pid=4711`, `uid=- pid=-`.
std::string peer_text(int socket);

} // namespace mw::net
