// Opens listening sockets so that a client never sees a half-made one, and takes their files away
// again.
#pragma once

#include "net/address/address.hpp"
#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace mw::net {

/// The `bind` options that concern the socket itself.
struct listen_options {
  std::optional<mode_t> mode; ///< mode of a unix path; without it the umask decides
  std::optional<uid_t> uid;
  std::optional<gid_t> gid;
  int backlog = 1024;    ///< HAProxy's default for a CLI is 10, which refuses bursts
  std::string interface; ///< the device that TCP connections must come in through
  bool v6only = false;   ///< for IPv6 clients only; wins over `v4v6`
  bool v4v6 = false;     ///< an IPv6 socket takes IPv4 clients too; with neither the system decides

  /// Live processes that may lose a unix path to us: those that opened it, as the kernel says.
  std::vector<pid_t> may_replace = {};
  /// Whether TCP sockets that these processes hold become ours, too (see taken_listener.hpp): for
  /// sockets whose clients either program may serve.
  bool shares = false;
  /// TCP sockets of this program that may have the same port at another address: `*:80` stands
  /// beside `127.0.0.1:80`, and the more specific one gets the client.
  std::vector<int> beside = {};

  friend bool operator==(const listen_options&, const listen_options&) = default;
};

/// Owns a listening socket, which is non-blocking and close-on-exec. A unix path that it made is
/// unlinked at the end, but only if the path still leads to this very socket.
class listen_socket {
public:
  /// `path_to_unlink`: where the socket's file is now; empty if there is none to take away.
  listen_socket(unique_fd fd, address where, std::string path_to_unlink);
  listen_socket(listen_socket&& other) noexcept;
  listen_socket& operator=(listen_socket&&) noexcept;
  ~listen_socket();

  int fd() const { return fd_.get(); }

  /// The address that the socket has. For TCP it is the kernel's: the numeric host, its family, and
  /// the real port where 0 was asked for.
  const address& where() const { return where_; }

private:
  void remove_path();

  unique_fd fd_;
  address where_;
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

/// Opens `where`: more than one socket for a range of ports, or for a name (`fd@web`) that several
/// inherited ones have. A unix path is bound under a temporary
/// name, gets mode and owner, listens, and is then renamed into place. A path that a live process
/// serves is refused, a stale one replaced, one that is no socket left alone. A host name is looked
/// up, which may block. Of `fd@n` the socket is a duplicate; the caller keeps `n`, which shares
/// its non-blocking mode. The error is one line that names the address and the reason; then nothing
/// is left behind.
tl::expected<std::vector<listen_socket>, std::string> open_listeners(const address& where,
                                                                     const listen_options& options);

} // namespace mw::net
