// Writes a text into sealed memory: see sealed_text.hpp.
#include "net/sealed_text.hpp"

#include "net/last_error.hpp"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mw::net {

namespace {

constexpr int no_change = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;

/// Does not move the offset, which a child that reads the descriptor itself begins at.
bool put_text(int fd, std::string_view text) {
  size_t done = 0;
  while (done < text.size()) {
    auto count = ::pwrite(fd, text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return false;
    done += static_cast<size_t>(count);
  }
  return true;
}

/// Reads with an offset of its own: who shares the descriptor shares its offset.
bool read_all(int fd, std::string& bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    auto count = ::pread(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    done += static_cast<size_t>(count);
  }
  return true;
}

} // namespace

tl::expected<unique_fd, std::error_code> seal_text(std::string_view name, std::string_view text) {
  unique_fd fd(::memfd_create(std::string(name).c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd || !put_text(fd.get(), text) || ::fcntl(fd.get(), F_ADD_SEALS, no_change) != 0)
    return tl::unexpected(last_error());
  return fd;
}

tl::expected<std::string, std::error_code> unseal_text(int fd) {
  int seals = ::fcntl(fd, F_GET_SEALS);
  if (seals < 0 || (seals & no_change) != no_change)
    return tl::unexpected(std::make_error_code(std::errc::invalid_argument));

  struct stat status {};

  if (::fstat(fd, &status) != 0)
    return tl::unexpected(last_error());
  std::string text(static_cast<size_t>(status.st_size), '\0');
  if (!read_all(fd, text))
    return tl::unexpected(last_error());
  return text;
}

} // namespace mw::net
