// A pipe of which the test decides when it is read.
#pragma once

#include "net/base/unique_fd.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace mw::test {

class non_reader {
public:
  /// Makes a small pipe: four pages, of which one that is begun counts as full. The writing end
  /// blocks, as a stderr does.
  non_reader() {
    auto ends = std::array<int, 2>{-1, -1};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    reader_.reset(ends[0]);
    writer_.reset(ends[1]);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    ::fcntl(ends[1], F_SETPIPE_SZ, 4 * 4096);
  }

  /// The writing end.
  int fd() const { return writer_.get(); }

  /// Reads all that was written since the last call.
  std::string read() {
    auto all = std::string{};
    auto buffer = std::array<char, 4096>{};
    auto got = ssize_t{};
    while ((got = ::read(reader_.get(), buffer.data(), buffer.size())) > 0)
      all.append(buffer.data(), static_cast<size_t>(got));
    return all;
  }

  void close_reader() { reader_.reset(); }

private:
  net::unique_fd reader_;
  net::unique_fd writer_;
};

} // namespace mw::test
