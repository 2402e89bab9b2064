// Counters by row and column: the part of a report that never falls.
#pragma once

#include "messages/numbers/typed_output.hpp"

#include <map>
#include <memory>
#include <optional>

namespace mw {

/// A column: what its counters in all rows have in common.
struct counter_column {
  unsigned position = 0;
  std::string name = {};
  std::string tags = {};
  std::string type = {};

  friend bool operator==(const counter_column&, const counter_column&) = default;
};

/// Keeps counters by row and column. They do not wrap: a sum beyond 64 bits stays at the greatest
/// number.
class counter_table {
public:
  /// The counters of a row by column; a row need not have all of them.
  using counters = std::vector<std::optional<uint64_t>>;

  const std::vector<counter_column>& columns() const { return columns_; }

  const std::map<row_key, counters>& rows() const { return rows_; }

  /// Finds the index of the column with this name, which is made if there is room for it.
  std::optional<size_t> column(const counter_column& like);

  std::optional<uint64_t> at(const row_key& row, std::string_view name) const;

  void set(const row_key& row, const counter_column& column, uint64_t value);
  /// Adds the counters of another table. Makes at most `room` new rows; answers for how many there
  /// was none.
  size_t add(const counter_table& other, size_t room);

  /// Takes over a later reading of the same counters, where they are higher. A lower one was set
  /// back in between, by the worker or because it has 32 bits: its former count goes to `lost`, if
  /// that is not null; else the readings overlap, and the old one stays. Makes at most `room` new
  /// rows; answers for how many there was none.
  size_t update(const counter_table& later, counter_table* lost, size_t room);

private:
  counters* row(const row_key& key, size_t& room);
  static std::optional<uint64_t>& cell(counters& of, size_t column);

  std::vector<counter_column> columns_;
  std::map<std::string, size_t, std::less<>> by_name_;
  std::map<row_key, counters> rows_;
};

using counter_table_ptr = std::shared_ptr<const counter_table>;

/// Picks the counters out of a worker's report.
counter_table counters_of(report what, const typed_table& table);

} // namespace mw
