// Random names, and the one owner of a file that has one.
#include "net/base/temporary_file.hpp"

#include <cstdio>
#include <random>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace mw::net {

std::string temporary_suffix() {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device random;
  std::uniform_int_distribution<size_t> index(0, letters.size() - 1);
  std::string suffix = ".";
  for (int i = 0; i < 5; ++i)
    suffix += letters[index(random)];
  return suffix + ".tmp";
}

temporary_file::temporary_file(temporary_file&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

temporary_file::~temporary_file() {
  if (!path_.empty())
    ::unlink(path_.c_str());
}

bool temporary_file::rename(const std::string& target) {
  bool done = std::rename(path_.c_str(), target.c_str()) == 0;
  if (done)
    path_.clear();
  return done;
}

} // namespace mw::net
