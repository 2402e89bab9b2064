// Makes any bytes fit for an error text of one line.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace mw::config {

/// Control characters become `?`, and what is longer than 80 bytes ends in `...`.
inline std::string printable(std::string_view text) {
  constexpr size_t longest = 80;
  std::string shown(text.substr(0, longest));
  auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  std::replace_if(shown.begin(), shown.end(), is_control, '?');
  return text.size() > longest ? shown + "..." : shown;
}

} // namespace mw::config
