// Which part of the worker a descriptor belongs to, for `show fd`.
#pragma once

#include <string_view>
#include <vector>

namespace mw::worker {

/// Names of parts by descriptor. Who opens one enters it and clears it before closing.
class fd_owners {
public:
  /// `part` must be a text that lives on.
  void enter(int fd, std::string_view part) {
    auto at = static_cast<size_t>(fd);
    if (at >= parts_.size())
      parts_.resize(at + 1);
    parts_[at] = part;
  }

  void clear(int fd) { enter(fd, {}); }

  /// Empty: not known.
  std::string_view of(int fd) const {
    auto at = static_cast<size_t>(fd);
    return at < parts_.size() ? parts_[at] : std::string_view();
  }

private:
  std::vector<std::string_view> parts_;
};

} // namespace mw::worker
