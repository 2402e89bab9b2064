// Things that are dear to make and are needed for a moment: buffers and pipes.
#pragma once

#include "net/base/unique_fd.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include <fcntl.h>

namespace mw::relay {

/// Holds bytes on their way in one direction.
inline constexpr size_t buffer_size = 16'384;
using buffer = std::array<char, buffer_size>;

/// Holds bytes that wait in the kernel.
struct kernel_pipe {
  net::unique_fd out; ///< read end
  net::unique_fd in;  ///< write end
};

/// Keeps things that are not in use, and gives out the last one used first: it is in the
/// processor's cache.
template <class T>
class pool {
public:
  explicit pool(size_t most_spare) : most_spare_(most_spare) { spare_.reserve(most_spare); }

  /// Gives out one; nullptr: none is spare.
  std::unique_ptr<T> take() {
    if (spare_.empty())
      return nullptr;
    auto taken = std::move(spare_.back());
    spare_.pop_back();
    return taken;
  }

  void give_back(std::unique_ptr<T> x) {
    if (spare_.size() < most_spare_)
      spare_.push_back(std::move(x));
  }

  size_t spare() const { return spare_.size(); }

private:
  size_t most_spare_;
  std::vector<std::unique_ptr<T>> spare_;
};

/// Makes a pipe; nullptr: the system has none.
inline std::unique_ptr<kernel_pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) != 0)
    return nullptr;
  return std::make_unique<kernel_pipe>(
      kernel_pipe{.out = net::unique_fd(ends[0]), .in = net::unique_fd(ends[1])});
}

} // namespace mw::relay
