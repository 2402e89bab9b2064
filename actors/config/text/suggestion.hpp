// Guesses which keyword a mistyped one was meant to be.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace mw::config {

/// How many letters must be inserted, removed, replaced or swapped with their neighbour to make `a`
/// into `b`.
size_t edit_distance(std::string_view a, std::string_view b);

/// The keyword nearest to `word`, the first of several; nothing if none is near, which is: at most
/// one mistake in three letters.
std::optional<std::string_view> nearest_keyword(std::string_view word,
                                                std::span<const std::string_view> keywords);

} // namespace mw::config
