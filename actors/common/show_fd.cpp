// The answer to `show fd`: see show_fd.hpp.
#include "actors/common/show_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace mw::worker {

namespace {

std::string_view flags_text(const open_fd& fd) {
  if (fd.close_on_exec)
    return fd.non_blocking ? "cloexec,nonblock" : "cloexec";
  return fd.non_blocking ? "nonblock" : "none";
}

/// Only asio's event loop opens these.
constexpr std::array<std::string_view, 4> loop_types{"eventpoll", "eventfd", "timerfd",
                                                     "anonymous"};

std::string_view owner_of(const open_fd& fd, const fd_owners& owners) {
  if (auto known = owners.of(fd.number); !known.empty())
    return known;
  if (fd.number <= 2)
    return "standard_stream";
  if (std::find(loop_types.begin(), loop_types.end(), fd.type) != loop_types.end())
    return "event_loop";
  return "unknown";
}

} // namespace

std::string fd_line(const open_fd& fd, std::string_view owner) {
  return fmt::format("{:>7} : type={} flags={} owner={}\n", fd.number, fd.type, flags_text(fd),
                     owner);
}

std::string show_fd(int number, const fd_owners& owners) {
  auto fd = inspect_fd(number);
  return fd ? fd_line(*fd, owner_of(*fd, owners)) : std::string();
}

std::string show_fds(const fd_owners& owners) {
  std::string text;
  for (int number : open_fd_numbers())
    text += show_fd(number, owners);
  return text;
}

tl::expected<std::string, std::string> show_fds(std::span<const std::string> arguments,
                                                const fd_owners& owners) {
  if (arguments.empty())
    return show_fds(owners);
  const auto& text = arguments.front();
  int number = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    return tl::unexpected(
        std::string("'show fd' only supports a file descriptor's number as argument\n"));
  return show_fd(number, owners);
}

} // namespace mw::worker
