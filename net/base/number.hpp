// Whole numbers in text: configuration, command line, environment, /proc.
#pragma once

#include <charconv>
#include <concepts>
#include <limits>
#include <optional>
#include <string_view>

namespace mw::net {

/// The number that is the whole of `text`, if it is from `lowest` to `highest`. No sign, no blanks.
template <std::unsigned_integral Number = unsigned>
std::optional<Number> parse_number(std::string_view text, Number lowest = 0,
                                   Number highest = std::numeric_limits<Number>::max(),
                                   int base = 10) {
  Number number{};
  const char* end = text.data() + text.size();
  auto [stopped, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc{} || stopped != end || number < lowest || number > highest)
    return std::nullopt;
  return number;
}

} // namespace mw::net
