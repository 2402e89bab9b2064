// Numbers of sessions, as `show sess` prints them.
#pragma once

#include "net/base/number.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mw::worker {

/// `0x1f`, or decimal; 0 is no session.
inline std::optional<uint64_t> parse_session_id(std::string_view text) {
  constexpr auto highest = std::numeric_limits<uint64_t>::max();
  if (text.starts_with("0x"))
    return net::parse_number<uint64_t>(text.substr(2), 1, highest, 16);
  return net::parse_number<uint64_t>(text, 1);
}

} // namespace mw::worker
