// The workers' listening sockets: see socket_store.hpp.
#include "actors/plan/socket_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mw {

namespace {

using done = tl::expected<void, std::string>;

tl::unexpected<std::string> cannot_change(const std::string& key, std::string_view what,
                                          std::string_view why) {
  return tl::unexpected(
      fmt::format("cannot change the {} of the open socket '{}': {}", what, key, why));
}

/// Only TCP has these options.
bool same_kind(const net::address& where, const net::listen_options& a,
               const net::listen_options& b) {
  return where.form != net::address::kind::inet ||
         (a.interface == b.interface && a.v6only == b.v6only && a.v4v6 == b.v4v6);
}

/// Mode of a new path without `mode`. umask(2) would change it for other threads: /proc tells it.
mode_t default_mode() {
  constexpr auto key = std::string_view{"Umask:"};
  auto mask = mode_t{022};
  auto status = std::ifstream{"/proc/self/status"};
  for (auto line = std::string{}; std::getline(status, line);)
    if (line.starts_with(key))
      mask = static_cast<mode_t>(std::strtoul(line.c_str() + key.size(), nullptr, 8));
  return 0777 & ~mask;
}

/// The owner first: who may change that may change the mode, so nothing is changed by halves.
done change_path(const std::string& path, const net::listen_options& from,
                 const net::listen_options& to, const std::string& key) {
  auto other_owner = from.uid != to.uid || from.gid != to.gid;
  if (other_owner &&
      ::lchown(path.c_str(), to.uid.value_or(::geteuid()), to.gid.value_or(::getegid())) != 0)
    return cannot_change(key, "owner", std::strerror(errno));
  if (from.mode != to.mode && ::chmod(path.c_str(), to.mode.value_or(default_mode())) != 0)
    return cannot_change(key, "mode", std::strerror(errno));
  return {};
}

done change(const std::vector<net::listen_socket>& sockets, const net::address& where,
            const net::listen_options& from, const net::listen_options& to,
            const std::string& key) {
  if (!same_kind(where, from, to))
    return cannot_change(key, "interface or IP version", "it needs another address or a restart");
  for (const auto& socket : sockets) {
    if (socket.where().form == net::address::kind::unix_path)
      if (auto changed = change_path(socket.where().path, from, to, key); !changed)
        return changed;
    if (from.backlog != to.backlog && ::listen(socket.fd(), to.backlog) != 0)
      return cannot_change(key, "backlog", std::strerror(errno));
  }
  return {};
}

} // namespace

tl::expected<shared_sockets, std::string> socket_store::get(const net::address& where,
                                                            const net::listen_options& options) {
  auto key = to_string(where);
  auto& known = open_[key];
  if (auto sockets = known.sockets.lock()) {
    if (auto changed = change(*sockets, where, known.options, options, key); !changed)
      return tl::unexpected(changed.error());
    known.options = options;
    return sockets;
  }
  auto together = options;
  together.beside = tcp_sockets();
  together.shares = old_ != nullptr; // those that we replace serve their clients as we do
  auto opened = old_ ? old_->open(where, together) : net::open_listeners(where, together);
  if (!opened) {
    open_.erase(key);
    return tl::unexpected(opened.error());
  }
  auto sockets = std::make_shared<const std::vector<net::listen_socket>>(std::move(*opened));
  known = {sockets, options};
  return sockets;
}

bool socket_store::has_open() const {
  return std::any_of(open_.begin(), open_.end(),
                     [](const auto& one) { return !one.second.sockets.expired(); });
}

std::vector<int> socket_store::tcp_sockets() const {
  auto all = others_;
  for (const auto& [key, known] : open_)
    if (auto sockets = known.sockets.lock())
      for (const auto& socket : *sockets)
        if (socket.where().form == net::address::kind::inet)
          all.push_back(socket.fd());
  return all;
}

void socket_store::claim_paths() const {
  for (const auto& [key, known] : open_)
    if (auto sockets = known.sockets.lock())
      mw::claim_paths(*sockets, known.options.backlog);
}

void claim_paths(const std::vector<net::listen_socket>& sockets, int backlog) {
  for (const auto& socket : sockets)
    if (socket.where().form == net::address::kind::unix_path)
      ::listen(socket.fd(), backlog);
}

} // namespace mw
