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

/// For logs: `uid=0 pid=4711`; of TCP `uid=- pid=- from=192.0.2.1:4711`. `source`: the address that
/// somebody in between has told, which then is the one behind `from=`; else empty.
std::string peer_text(int socket, const std::string& source = {});

} // namespace mw::net
