// Differences of our answers from HAProxy 2.6 on purpose.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw::test {

/// The rests of two answers, from the answer to a command (or its prompt) that is not the same.
struct rests {
  std::string_view haproxys;
  std::string_view ours;
  std::string_view before; ///< HAProxy's answer before the rest
  std::string_view script; ///< all that was said to both
};

/// How much of each rest belongs to the difference; what follows must be the same again.
struct extent {
  size_t haproxys = 0;
  size_t ours = 0;
};

struct difference {
  std::string_view name;
  std::string_view haproxy; ///< behaviour of 2.6
  std::string_view reason;  ///< and of ours
  /// Recognises the difference at the beginning of the rests; nothing if it is another one.
  std::function<std::optional<extent>(const rests&)> matches;
};

std::span<const difference> differences();

} // namespace mw::test
