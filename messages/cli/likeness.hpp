// How alike two commands are, to guess what a mistyped one was meant to be.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mw {

/// Rates the likeness from 0 (no letter in common) up; 1 for the same words in the same places.
/// Every typed word counts once, with the entry's word that is most like it; the one in the same
/// place is preferred.
double command_likeness(std::span<const std::string_view> entry,
                        std::span<const std::string> typed);

} // namespace mw
