// From an unbound socket to a listening one at its path, with nothing half-made to be seen.
#include "net/listen/unix_listener.hpp"

#include "net/base/failure.hpp"
#include "net/base/last_error.hpp"
#include "net/base/temporary_file.hpp"
#include "net/stream/peer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace mw::net {

namespace {

struct unix_name {
  sockaddr_un address{};
  socklen_t length = sizeof(sockaddr_un);

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address); }
};

/// Makes the kernel's form of a path or name. Too long `bytes` are cut; parse_address() lets none
/// through.
unix_name make_name(std::string_view bytes, size_t offset) {
  unix_name name;
  name.address.sun_family = AF_UNIX;
  std::memcpy(name.address.sun_path + offset, bytes.data(),
              std::min(bytes.size(), sizeof name.address.sun_path - offset));
  return name;
}

tl::unexpected<std::string> last_failure(std::string_view step = "") {
  return failure("{}{}", step, last_error().message());
}

unique_fd make_socket() {
  return unique_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

tl::expected<temporary_file, std::string> bind_beside(int fd, const std::string& path) {
  constexpr int attempts = 20;
  for (int i = 0; i < attempts; ++i) {
    auto beside = path + temporary_suffix();
    auto name = make_name(beside, 0);
    if (::bind(fd, name.get(), name.length) == 0)
      return temporary_file(beside);
    if (errno != EADDRINUSE)
      break;
  }
  return last_failure();
}

constexpr auto live = "a live process serves it already";

/// A connected socket's peer is who called listen(). Of another PID namespace it has no number
/// here.
std::string reason_to_leave(int connected, const std::vector<pid_t>& may_replace) {
  auto peer = peer_of(connected);
  if (!peer || peer->pid <= 0)
    return live;
  if (std::find(may_replace.begin(), may_replace.end(), peer->pid) != may_replace.end())
    return "";
  return fmt::format("{} (pid {})", live, peer->pid);
}

/// The reason why the path cannot be taken; empty if it is free or stale. Connecting is the only
/// test that tells a live socket from a stale one: EAGAIN is a full backlog, EPROTOTYPE a datagram
/// socket.
std::string reason_to_keep(const std::string& path, const std::vector<pid_t>& may_replace) {
  struct stat found {};

  if (::lstat(path.c_str(), &found) != 0)
    return errno == ENOENT ? "" : last_error().message();
  if (!S_ISSOCK(found.st_mode))
    return "it exists and is no socket";
  auto probe = make_socket();
  auto name = make_name(path, 0);
  if (!probe)
    return last_error().message();
  if (::connect(probe.get(), name.get(), name.length) == 0)
    return reason_to_leave(probe.get(), may_replace);
  if (errno == EAGAIN || errno == EPROTOTYPE)
    return live;
  bool stale = errno == ECONNREFUSED || errno == ENOENT;
  return stale ? "" : fmt::format("cannot tell if it is stale: {}", last_error().message());
}

/// Sets mode and owner. Answers the reason if that fails; empty on success.
std::string set_access(const char* path, const listen_options& options) {
  if (options.mode && ::chmod(path, *options.mode) != 0)
    return fmt::format("cannot set its mode: {}", last_error().message());
  constexpr auto unchanged = static_cast<uid_t>(-1);
  if ((options.uid || options.gid) &&
      ::lchown(path, options.uid.value_or(unchanged), options.gid.value_or(unchanged)) != 0)
    return fmt::format("cannot set its owner: {}", last_error().message());
  return "";
}

} // namespace

tl::expected<listen_socket, std::string> open_unix_path(const address& where,
                                                        const listen_options& options) {
  if (where.path.size() > max_unix_path)
    return failure("the path is too long (max {})", max_unix_path);
  auto fd = make_socket();
  if (!fd)
    return last_failure();
  auto file = bind_beside(fd.get(), where.path);
  if (!file)
    return tl::unexpected(file.error());
  if (auto reason = set_access(file->path(), options); !reason.empty())
    return tl::unexpected(reason);
  if (::listen(fd.get(), options.backlog) != 0)
    return last_failure();
  // As late as possible: two masters that start together leave only this moment to each other.
  if (auto reason = reason_to_keep(where.path, options.may_replace); !reason.empty())
    return tl::unexpected(reason);
  if (!file->rename(where.path))
    return last_failure("cannot rename it into place: ");
  return listen_socket(std::move(fd), where, where.path);
}

tl::expected<listen_socket, std::string> open_abstract(const address& where,
                                                       const listen_options& options) {
  if (where.path.size() > max_abstract_name)
    return failure("the name is too long (max {})", max_abstract_name);
  auto fd = make_socket();
  if (!fd)
    return last_failure();
  auto name = make_name(where.path, 1);
  if (where.form == address::kind::abstract_exact)
    name.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + where.path.size());
  if (::bind(fd.get(), name.get(), name.length) != 0 || ::listen(fd.get(), options.backlog) != 0)
    return last_failure();
  return listen_socket(std::move(fd), where, "");
}

} // namespace mw::net
