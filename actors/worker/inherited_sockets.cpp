// Takes inherited listening sockets over: see inherited_sockets.hpp.
#include "actors/worker/inherited_sockets.hpp"

#include "net/base/non_blocking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>

namespace mw::worker {

namespace {

using names = std::vector<std::string>;

bool is_listening(int fd) {
  int listens = 0;
  socklen_t size = sizeof listens;
  return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0;
}

bool make_own(int fd) {
  return is_listening(fd) && ::fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && !net::make_non_blocking(fd);
}

/// In alphabetical order.
names needed_names(const config::configuration& settings) {
  auto needed = names{};
  for (const auto& cli : settings.stats_sockets)
    needed.push_back(net::to_string(cli.where));
  for (const auto& proxy : settings.proxies)
    for (const auto& bind : proxy.binds)
      needed.push_back(net::to_string(bind.where));
  std::ranges::sort(needed);
  return needed;
}

/// Names in `all` that are not in `others`, both in alphabetical order.
names missing_from(const names& others, const names& all) {
  auto missing = names{};
  std::ranges::set_difference(all, others, std::back_inserter(missing));
  return missing;
}

} // namespace

tl::expected<named_sockets, std::string> take_sockets(std::span<const inherited_range> inherited,
                                                      const config::configuration& settings) {
  auto sockets = named_sockets{};
  auto strange = std::string{};
  for (const auto& [name, first, last] : inherited) {
    auto taken = named_sockets::of_one_line{};
    for (auto number = first; number <= last; ++number) {
      taken.emplace_back(number);
      if (strange.empty() && !make_own(number))
        strange = fmt::format("descriptor {} is no listening socket for '{}'", number, name);
    }
    sockets.add(name, std::move(taken));
  }
  if (!strange.empty())
    return tl::unexpected(std::move(strange));
  auto needed = needed_names(settings);
  if (auto missing = missing_from(sockets.names(), needed); !missing.empty())
    return tl::unexpected(fmt::format("no socket was inherited for '{}'", missing.front()));
  if (auto useless = missing_from(needed, sockets.names()); !useless.empty())
    return tl::unexpected(fmt::format("a socket was inherited for '{}', which the configuration "
                                      "does not have",
                                      useless.front()));
  return sockets;
}

} // namespace mw::worker
