// The columns of `show stat`, and rows of them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace mw::relay {
struct counters;
}

namespace mw::worker {

/// Kind of a row. The numbers are those of the column `type`.
enum class stat_kind : uint8_t { frontend = 0, backend = 1, server = 2, listener = 3 };

/// Empty where it does not apply, or HAProxy's types str, u32, u64 and s32.
using stat_value = std::variant<std::monostate, std::string, uint32_t, uint64_t, int32_t>;

inline bool is_empty(const stat_value& value) {
  return std::holds_alternative<std::monostate>(value);
}

/// HAProxy 2.6 has so many, with those of its modules for HTTP and TLS.
inline constexpr size_t stat_count = 127;
/// The columns from here on are the modules': a `-` stands in front of them in the header.
inline constexpr size_t first_module_stat = 103;

struct stat_row {
  stat_kind kind = stat_kind::frontend;
  unsigned proxy = 0;                      ///< iid
  unsigned id = 0;                         ///< sid; 0 of a frontend and a backend
  const relay::counters* counts = nullptr; ///< what it is made of
  std::array<stat_value, stat_count> values = {};
};

struct stat_column {
  std::string_view name;
  std::string_view tags; ///< origin, nature, scope; `act` and its like have others for backends
};

/// In HAProxy's order.
const stat_column& column_at(size_t position);

/// HAProxy's tags of a value.
std::string_view tags_of(stat_kind kind, size_t position);

} // namespace mw::worker
