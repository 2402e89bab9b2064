// Open descriptors: see open_fds.hpp.
#include "actors/common/open_fds.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string_view>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mw::worker {

namespace {

struct close_directory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

constexpr std::string_view anonymous = "anon_inode:";
/// The kernel gives out the lowest free number, and nobody here has so many.
constexpr rlim_t highest_tried = 65536;

/// Finds open numbers without /proc, as in a chroot: a system call for each block of numbers.
std::vector<int> tried_numbers() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  auto end = static_cast<int>(std::min(limit.rlim_cur, highest_tried));
  std::array<pollfd, 256> block{};
  std::vector<int> numbers;
  for (int first = 0; first < end; first += static_cast<int>(block.size())) {
    auto size = std::min(end - first, static_cast<int>(block.size()));
    for (int at = 0; at < size; ++at)
      block[static_cast<size_t>(at)] = {first + at, 0, 0};
    ::poll(block.data(), static_cast<nfds_t>(size), 0);
    for (int at = 0; at < size; ++at)
      if ((block[static_cast<size_t>(at)].revents & POLLNVAL) == 0)
        numbers.push_back(first + at);
  }
  return numbers;
}

struct kind_name {
  mode_t kind;
  std::string_view name;
};

constexpr std::array<kind_name, 5> kinds{{{S_IFSOCK, "socket"},
                                          {S_IFIFO, "pipe"},
                                          {S_IFCHR, "device"},
                                          {S_IFREG, "file"},
                                          {0, "anonymous"}}};

std::string kind_of(int fd) {
  struct stat status {};

  ::fstat(fd, &status);
  for (const auto& known : kinds)
    if ((status.st_mode & S_IFMT) == known.kind)
      return std::string(known.name);
  return "other";
}

std::optional<int> parse_number(std::string_view text) {
  int number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

std::string link_text(int fd) {
  auto path = "/proc/self/fd/" + std::to_string(fd);
  std::array<char, 4096> text{};
  auto size = ::readlink(path.c_str(), text.data(), text.size());
  return {text.data(), static_cast<size_t>(std::max<ssize_t>(size, 0))};
}

/// `anon_inode:[eventpoll]` is an eventpoll, `socket:[4711]` a socket, all else a path: one line of
/// printable text.
std::string type_of(std::string link) {
  auto text = std::string_view(link);
  if (text.starts_with(anonymous)) {
    auto name = text.substr(anonymous.size());
    if (name.starts_with('[') && name.ends_with(']'))
      name = name.substr(1, name.size() - 2);
    return std::string(name);
  }
  if (auto end = text.find(":["); end != std::string_view::npos && !text.starts_with('/'))
    return std::string(text.substr(0, end));
  std::replace_if(
      link.begin(), link.end(), [](unsigned char c) { return c <= ' ' || c == 127; }, '?');
  return link;
}

} // namespace

std::vector<int> open_fd_numbers() {
  std::vector<int> numbers;
  std::unique_ptr<DIR, close_directory> directory(::opendir("/proc/self/fd"));
  if (!directory)
    return tried_numbers();
  auto own = ::dirfd(directory.get());
  while (const auto* entry = ::readdir(directory.get()))
    if (auto number = parse_number(entry->d_name); number && *number != own)
      numbers.push_back(*number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::optional<open_fd> inspect_fd(int number) {
  auto flags = ::fcntl(number, F_GETFD);
  auto status = ::fcntl(number, F_GETFL);
  if (flags < 0 || status < 0)
    return std::nullopt;
  auto link = link_text(number);
  return open_fd{number, link.empty() ? kind_of(number) : type_of(std::move(link)),
                 (flags & FD_CLOEXEC) != 0, (status & O_NONBLOCK) != 0};
}

} // namespace mw::worker
