// Times in HAProxy's notation: `60us`, `500ms`, `10s`, `5m`, `2h`, `1d`, or a number without a
// unit.
#pragma once

#include <tl/expected.hpp>

#include <chrono>
#include <limits>
#include <string>
#include <string_view>

namespace mw::config {

/// Some 24.8 days.
inline constexpr std::chrono::milliseconds longest_duration{std::numeric_limits<int>::max()};

/// Why a text is no time.
struct bad_duration {
  bool overflow = false;  ///< it is above the longest
  std::string unexpected; ///< else: the first character that does not belong, fit to be shown;
                          ///< empty if the text is

  friend bool operator==(const bad_duration&, const bad_duration&) = default;
};

/// The whole text as a time, rounded up to milliseconds. `plain` is what a number without a unit
/// counts: milliseconds in the configuration, seconds in some commands.
tl::expected<std::chrono::milliseconds, bad_duration>
parse_duration(std::string_view text,
               std::chrono::milliseconds plain = std::chrono::milliseconds{1});

} // namespace mw::config
