// Captures the stderr of the code under test, for as long as this lives.
#pragma once

#include "net/base/unique_fd.hpp"

#include <array>
#include <cstdio>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace mw::test {

class stderr_capture {
public:
  stderr_capture() : file_(::memfd_create("stderr", MFD_CLOEXEC)), before_(::dup(STDERR_FILENO)) {
    std::fflush(stderr);
    ::dup2(file_.get(), STDERR_FILENO);
  }

  ~stderr_capture() {
    std::fflush(stderr);
    ::dup2(before_.get(), STDERR_FILENO);
  }

  stderr_capture(const stderr_capture&) = delete;
  stderr_capture& operator=(const stderr_capture&) = delete;

  /// The text that was written since the last call.
  std::string take() {
    std::fflush(stderr);
    auto all = std::string{};
    auto buffer = std::array<char, 4096>{};
    auto got = ssize_t{};
    while ((got = ::pread(file_.get(), buffer.data(), buffer.size(), taken_)) > 0) {
      all.append(buffer.data(), static_cast<size_t>(got));
      taken_ += got;
    }
    return all;
  }

private:
  net::unique_fd file_;
  net::unique_fd before_;
  off_t taken_ = 0;
};

} // namespace mw::test
