// Looks for an entry of a table by its name.
#pragma once

#include <algorithm>
#include <memory>
#include <ranges>
#include <string_view>

namespace mw {

/// The first entry of `table`, which outlives the answer, whose member `name` is this; null: there
/// is none.
template <std::ranges::contiguous_range Table>
constexpr auto find_named(const Table& table, std::string_view name) {
  auto found = std::ranges::find(table, name,
                                 [](const auto& entry) -> std::string_view { return entry.name; });
  return found == std::ranges::end(table) ? nullptr : std::to_address(found);
}

} // namespace mw
