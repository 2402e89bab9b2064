// Guesses which keyword a mistyped one was meant to be.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw::config {

/// How many letters must be inserted, removed, replaced or swapped with their neighbour to make `a`
/// into `b`.
size_t edit_distance(std::string_view a, std::string_view b);

/// The keyword nearest to `word`, the first of several; nothing if none is near, which is: at most
/// one mistake in three letters.
std::optional<std::string_view> nearest_keyword(std::string_view word,
                                                std::span<const std::string_view> keywords);

/// How HAProxy ends the sentence about an unknown word: `; did you mean 'maxconn' ?`, or
/// `otherwise` if no keyword is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> keywords,
                         std::string_view otherwise = {});

} // namespace mw::config
