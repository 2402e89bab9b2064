// The owner of a listening socket, and the choice of how to open which form of address.
#include "net/listen/listen_socket.hpp"

#include "net/base/failure.hpp"
#include "net/listen/inet_listener.hpp"
#include "net/listen/inherited_listener.hpp"
#include "net/listen/unix_listener.hpp"

#include <fmt/format.h>

#include <utility>

#include <sys/stat.h>

namespace mw::net {

namespace {

using one_socket = tl::expected<listen_socket, std::string>;

one_socket open_one(const address& where, uint16_t port, const listen_options& options) {
  switch (where.form) {
  case address::kind::unix_path:
    return open_unix_path(where, options);
  case address::kind::abstract:
  case address::kind::abstract_exact:
    return open_abstract(where, options);
  case address::kind::inet:
    return open_port(where, port, options);
  case address::kind::inherited:
  case address::kind::socket_pair:
    break;
  }
  return tl::unexpected(std::string("it is no listening socket"));
}

/// Prints the address as people wrote it, as far as that is known; of a range the port that failed.
std::string name_of(address where, uint16_t port) {
  if (where.form == address::kind::unix_path)
    return where.path;
  where.port = port;
  where.last_port = port;
  return to_string(where);
}

} // namespace

listen_socket::listen_socket(unique_fd fd, address where, std::string path_to_unlink)
    : fd_(std::move(fd)), where_(std::move(where)), path_(std::move(path_to_unlink)) {
  struct stat made {};

  if (!path_.empty() && ::lstat(path_.c_str(), &made) == 0) {
    device_ = made.st_dev;
    inode_ = made.st_ino;
  }
}

listen_socket::listen_socket(listen_socket&& other) noexcept
    : fd_(std::move(other.fd_)),
      where_(std::move(other.where_)),
      path_(std::exchange(other.path_, {})),
      device_(other.device_),
      inode_(other.inode_) {}

listen_socket& listen_socket::operator=(listen_socket&& other) noexcept {
  if (this == &other)
    return *this;
  remove_path();
  fd_ = std::move(other.fd_);
  where_ = std::move(other.where_);
  path_ = std::exchange(other.path_, {});
  device_ = other.device_;
  inode_ = other.inode_;
  return *this;
}

listen_socket::~listen_socket() {
  remove_path();
}

void listen_socket::remove_path() {
  struct stat now {};

  if (path_.empty() || ::lstat(path_.c_str(), &now) != 0)
    return;
  if (now.st_dev == device_ && now.st_ino == inode_)
    ::unlink(path_.c_str());
}

tl::expected<std::vector<listen_socket>, std::string>
open_listeners(const address& where, const listen_options& options) {
  if (where.form == address::kind::inherited)
    return open_inherited(where, options).map_error([&](const std::string& reason) {
      return fmt::format("cannot listen on '{}': {}", to_string(where), reason);
    });
  std::vector<listen_socket> all;
  // A type wider than a port lets a range end at 65535. Addresses without ports are a range of the
  // one port 0.
  for (unsigned port = where.port; port <= where.last_port; ++port) {
    auto number = static_cast<uint16_t>(port);
    auto opened = open_one(where, number, options);
    if (!opened)
      return failure("cannot listen on '{}': {}", name_of(where, number), opened.error());
    all.push_back(std::move(*opened));
  }
  return all;
}

} // namespace mw::net
