// The answers to `show info typed` and `show stat typed` as values.
#pragma once

#include <tl/expected.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// The two answers that have typed fields.
enum class report : uint8_t {
  info, ///< `show info`: one row
  stat, ///< `show stat`: a row for each frontend, backend, server, listener
};

/// The name of a row, in every worker and after every reload: ids may change, names stay.
struct row_key {
  std::string proxy = {};  ///< empty in `show info`
  std::string server = {}; ///< `FRONTEND`, `BACKEND`, or a name
  char kind = 0;           ///< `F`, `B`, `S`, `L`; 0 in `show info`

  friend auto operator<=>(const row_key&, const row_key&) = default;
};

/// A field: `7.stot.1:MCP:u64:42`.
struct typed_field {
  unsigned position = 0; ///< HAProxy's number of the field
  std::string name = {};
  std::string tags = {};  ///< origin, nature, scope and, since 3.3, persistence: `MCP`, `MCPP`
  std::string type = {};  ///< `s32`, `u32`, `u64`, `str`, ...
  std::string value = {}; ///< as it was written

  friend bool operator==(const typed_field&, const typed_field&) = default;
};

struct typed_row {
  row_key key = {};
  uint64_t proxy_id = 0; ///< in that worker
  uint64_t id = 0;       ///< of a server or listener, in its proxy
  std::vector<typed_field> fields = {};

  /// Finds a field; null if the row has none of this name.
  const typed_field* find(std::string_view name) const;

  friend bool operator==(const typed_row&, const typed_row&) = default;
};

struct typed_table {
  /// The columns of the csv form, if the worker was asked for them.
  std::vector<std::string> columns = {};
  std::vector<typed_row> rows = {};

  friend bool operator==(const typed_table&, const typed_table&) = default;
};

/// The most rows of a report that is believed: a proxy of HAProxy's with 20,000 servers.
inline constexpr size_t most_typed_rows = 20'000;
/// The most fields of a row; HAProxy 3.5 has some 250.
inline constexpr size_t most_typed_fields = 512;

/// Reads a value of type s32, u32, s64, u64 or flt; nothing if it is a text, or no number.
std::optional<long double> number_in(std::string_view type, std::string_view value);

/// Reads the lines of a report, for `show stat` with the csv header in front. The error quotes the
/// line that is none, without LF.
tl::expected<typed_table, std::string> parse_typed(report what, std::string_view text);

/// Prints the lines of a report. The process number is 1, as in every worker of HAProxy's.
std::string typed_text(report what, const typed_table& table);

} // namespace mw
