// Listening sockets by name: the addresses that the configuration has for them.
#pragma once

#include "net/base/unique_fd.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// Owns the sockets until they are taken. One name may stand for several lines of a configuration
/// (`127.0.0.1:0` twice), and one line for several sockets (a range of ports).
class named_sockets {
public:
  using of_one_line = std::vector<net::unique_fd>;

  void add(std::string name, of_one_line sockets) {
    count_ += sockets.size();
    by_name_.emplace(std::move(name), std::move(sockets));
  }

  /// The sockets of the first line of this name that are not taken yet; empty: there are none.
  of_one_line take(std::string_view name) {
    auto found = by_name_.lower_bound(name);
    if (found == by_name_.end() || found->first != name)
      return {};
    auto taken = std::move(by_name_.extract(found).mapped());
    count_ -= taken.size();
    return taken;
  }

  /// In alphabetical order.
  std::vector<std::string> names() const {
    auto all = std::vector<std::string>{};
    for (const auto& [name, sockets] : by_name_)
      all.push_back(name);
    return all;
  }

  /// Sockets that are not taken.
  size_t count() const { return count_; }

private:
  std::multimap<std::string, of_one_line, std::less<>> by_name_;
  size_t count_ = 0;
};

} // namespace mw
