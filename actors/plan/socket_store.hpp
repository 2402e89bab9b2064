// The listening sockets of the workers: opened once, kept over reloads.
#pragma once

#include "net/listen/listen_socket.hpp"
#include "net/listen/old_processes.hpp"

#include <tl/expected.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mw {

/// The sockets of one `bind`, closed (and their path removed) when no plan has them any more.
using shared_sockets = std::shared_ptr<const std::vector<net::listen_socket>>;

/// Knows which addresses are open. While a generation uses an address it is never bound again: the
/// next one gets the same sockets, so no client is refused meanwhile. Not for several threads.
class socket_store {
public:
  /// The open sockets of this address, or new ones. Backlog, and mode and owner of a path, are
  /// changed in place if `options` has others than before; one that it has no more becomes what a
  /// new path has. What cannot be changed on an open socket is an error. The error is one line that
  /// names the address; then this address is as it was.
  tl::expected<shared_sockets, std::string> get(const net::address& where,
                                                const net::listen_options& options);

  /// Until stop_replacing(): addresses are taken over from these.
  void replace(std::shared_ptr<net::old_processes> old) { old_ = std::move(old); }

  void stop_replacing() { old_.reset(); }

  /// Whether any socket is open, for whatever plan.
  bool has_open() const;

  /// TCP sockets of this program besides those of the store: they may have the same ports at other
  /// addresses.
  void stand_beside(std::vector<int> others) { others_ = std::move(others); }

  /// As below, for all sockets that are open.
  void claim_paths() const;

private:
  struct entry {
    std::weak_ptr<const std::vector<net::listen_socket>> sockets;
    net::listen_options options;
  };

  std::vector<int> tcp_sockets() const;

  std::shared_ptr<net::old_processes> old_;
  std::vector<int> others_;
  std::map<std::string, entry> open_; ///< by the address as the configuration has it
};

/// Makes this process the one that serves the unix paths of sockets which another one has opened.
/// To the kernel that is who called listen() last; a later `-sf` looks for its pid.
void claim_paths(const std::vector<net::listen_socket>& sockets, int backlog);

} // namespace mw
