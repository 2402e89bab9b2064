// Takes the inherited sockets of proxies over: see proxy_sockets.hpp.
#include "actors/worker/proxy_sockets.hpp"

#include "actors/worker/base/stats_socket.hpp"
#include "net/base/non_blocking.hpp"

#include <fmt/format.h>

#include <numeric>

#include <fcntl.h>

namespace mw::worker {

namespace {

tl::expected<net::unique_fd, std::string> take_listener(int number,
                                                        const config::proxy_bind& bind) {
  auto fd = net::unique_fd(number);
  if (!is_listening(number) || ::fcntl(number, F_SETFD, FD_CLOEXEC) != 0 ||
      net::make_non_blocking(number))
    return tl::unexpected(fmt::format("descriptor {} is no listening socket for 'bind' {}", number,
                                      net::to_string(bind.where)));
  return fd;
}

} // namespace

tl::expected<proxy_sockets, std::string>
take_proxy_sockets(std::span<const config::proxy_settings> proxies,
                   std::span<const unsigned> counts, int first) {
  auto binds = std::accumulate(proxies.begin(), proxies.end(), size_t{0},
                               [](size_t sum, const auto& one) { return sum + one.binds.size(); });
  if (binds != counts.size())
    return tl::unexpected(fmt::format("sockets for {} lines 'bind' were inherited, the "
                                      "configuration has {}",
                                      counts.size(), binds));
  auto all = proxy_sockets{};
  for (const auto& proxy : proxies)
    for (const auto& bind : proxy.binds) {
      auto& of_bind = all.emplace_back();
      for (auto left = counts[all.size() - 1]; left > 0; --left) {
        auto taken = take_listener(first++, bind);
        if (!taken)
          return tl::unexpected(std::move(taken.error()));
        of_bind.push_back(std::move(*taken));
      }
    }
  return all;
}

} // namespace mw::worker
