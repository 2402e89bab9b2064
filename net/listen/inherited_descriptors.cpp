// Reads the list of open descriptors: see inherited_descriptors.hpp.
#include "net/listen/inherited_descriptors.hpp"

#include "net/base/number.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>

#include <fcntl.h>
#include <unistd.h>

namespace mw::net {

std::vector<int> inherited_descriptors() {
  constexpr auto most = unsigned{std::numeric_limits<int>::max()};
  auto found = std::vector<int>{};
  auto error = std::error_code{};
  for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd", error}) {
    auto name = entry.path().filename().string();
    auto number = static_cast<int>(parse_number(name, 0U, most).value_or(0));
    if (number <= STDERR_FILENO)
      continue;
    auto flags = ::fcntl(number, F_GETFD); // the listing's own has the flag
    if (flags >= 0 && (flags & FD_CLOEXEC) == 0)
      found.push_back(number);
  }
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace mw::net
