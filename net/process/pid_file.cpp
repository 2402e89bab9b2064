// Makes the pid file anew, so that neither an old file's owner nor a planted link matters.
#include "net/process/pid_file.hpp"

#include "net/base/failure.hpp"
#include "net/base/last_error.hpp"
#include "net/base/unique_fd.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>

namespace mw::net {

namespace {

constexpr mode_t pid_file_mode = 0644;

/// The reason of the last failure. The reasons below are empty on success.
std::string last_reason() {
  return last_error().message();
}

std::string remove_old(const char* path) {
  struct stat found {};

  if (::lstat(path, &found) != 0)
    return errno == ENOENT ? "" : last_reason();
  if (!S_ISREG(found.st_mode) && !S_ISLNK(found.st_mode))
    return "it exists and is no regular file";
  return ::unlink(path) == 0 ? "" : last_reason();
}

/// Writes the text and sets the mode, because the umask must not hide the file from programs that
/// want the pid.
std::string fill(int fd, const std::string& text) {
  if (::fchmod(fd, pid_file_mode) != 0)
    return last_reason();
  auto written = ::write(fd, text.data(), text.size());
  if (written < 0)
    return last_reason();
  return static_cast<size_t>(written) == text.size() ? "" : "the disk is full";
}

std::string create(const char* path, const std::string& text) {
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  unique_fd file(::open(path, flags, pid_file_mode));
  if (!file)
    return last_reason();
  auto reason = fill(file.get(), text);
  if (!reason.empty())
    ::unlink(path);
  return reason;
}

} // namespace

tl::expected<void, std::string> write_pid_file(const std::string& path, pid_t pid) {
  auto reason = remove_old(path.c_str());
  if (reason.empty())
    reason = create(path.c_str(), fmt::format("{}\n", pid));
  if (!reason.empty())
    return failure("Cannot create pidfile {}: {}", path, reason);
  return {};
}

} // namespace mw::net
