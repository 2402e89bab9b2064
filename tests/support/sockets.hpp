// Listening and connecting in few words. Calls that cannot fail in a sound test are a REQUIRE.
#pragma once

#include "net/base/unique_fd.hpp"
#include "net/listen/listen_socket.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace mw {

using net::listen_options;
using net::listen_socket;
using net::unique_fd;

using opened = tl::expected<std::vector<listen_socket>, std::string>;

inline opened open_at(const std::string& text, const listen_options& options = {}) {
  return net::open_listeners(net::parse_address(text).value(), options);
}

inline listen_socket open_one(const std::string& text, const listen_options& options = {}) {
  auto all = open_at(text, options);
  INFO((all ? "" : all.error()));
  REQUIRE(all);
  REQUIRE(all->size() == 1);
  return std::move(all->front());
}

inline std::string error_at(const std::string& text, const listen_options& options = {}) {
  auto all = open_at(text, options);
  return all ? "opened" : all.error();
}

inline unique_fd make_socket(int family, int type = SOCK_STREAM) {
  return unique_fd(::socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

inline sockaddr_un unix_name(const std::string& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path.data(), path.size());
  return name;
}

template <class Name>
bool connect_to(const unique_fd& fd, const Name& name, size_t size = sizeof(Name)) {
  return ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&name),
                   static_cast<socklen_t>(size)) == 0;
}

template <class Name>
void bind_to(const unique_fd& fd, const Name& name) {
  REQUIRE(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0);
}

inline bool serves(const std::string& path) {
  return connect_to(make_socket(AF_UNIX), unix_name(path));
}

/// Tells whether a TCP port is served. Blocks: a connection over the loopback interface is made or
/// refused before this returns.
inline bool serves_ipv4(uint16_t port) {
  unique_fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect_to(fd, name);
}

inline struct stat status_of(const std::string& path) {
  struct stat found {};

  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found;
}

inline bool is_private_and_non_blocking(int fd) {
  return (::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0 && (::fcntl(fd, F_GETFL) & O_NONBLOCK) != 0;
}

inline int option_of(int fd, int level, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  CHECK(::getsockopt(fd, level, name, &value, &size) == 0);
  return value;
}

/// Leaves a socket file that nobody serves.
inline void make_stale(const std::string& path) {
  bind_to(make_socket(AF_UNIX), unix_name(path));
}

} // namespace mw
