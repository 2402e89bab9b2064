// Writes a text into sealed memory: see sealed_text.hpp.
#include "net/base/sealed_text.hpp"

#include "net/base/file_bytes.hpp"
#include "net/base/last_error.hpp"

#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mw::net {

namespace {

constexpr int no_change = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;

} // namespace

tl::expected<unique_fd, std::error_code> seal_text(std::string_view name, std::string_view text) {
  unique_fd fd(::memfd_create(std::string(name).c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd)
    return tl::unexpected(last_error());
  if (auto error = write_at(fd.get(), 0, text)) // the offset stays: a child may read from there on
    return tl::unexpected(error);
  if (::fcntl(fd.get(), F_ADD_SEALS, no_change) != 0)
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
  return read_at(fd, 0, static_cast<size_t>(status.st_size));
}

} // namespace mw::net
