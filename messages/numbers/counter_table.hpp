// Counters by row and column: what is left of a report when only what never falls is kept.
#pragma once

#include "messages/numbers/typed_output.hpp"

#include <map>
#include <memory>
#include <optional>

namespace mw {

/// What all counters of one name have in common.
struct counter_column {
  unsigned position = 0;
  std::string name = {};
  std::string tags = {};
  std::string type = {};

  friend bool operator==(const counter_column&, const counter_column&) = default;
};

/// Counters do not wrap here: a sum beyond 64 bits stays at the greatest number.
class counter_table {
public:
  /// By column; a row need not have all of them.
  using counters = std::vector<std::optional<uint64_t>>;

  const std::vector<counter_column>& columns() const { return columns_; }

  const std::map<row_key, counters>& rows() const { return rows_; }

  /// The index of the column with this name; it is made if there is room for it.
  std::optional<size_t> column(const counter_column& like);

  std::optional<uint64_t> at(const row_key& row, std::string_view name) const;

  void set(const row_key& row, const counter_column& column, uint64_t value);
  /// Adds another one's counters to these. At most `room` new rows; answers how many had none.
  size_t add(const counter_table& other, size_t room);

  /// Takes over a later reading of the same counters, where they are higher. What is lower was
  /// set back in between, by the worker or because it has 32 bits: what it had counted before goes
  /// to `lost`, if that is not null; else the readings overlap, and the old one stays. At most
  /// `room` new rows; answers how many had none.
  size_t update(const counter_table& later, counter_table* lost, size_t room);

private:
  counters* row(const row_key& key, size_t& room);
  static std::optional<uint64_t>& cell(counters& of, size_t column);

  std::vector<counter_column> columns_;
  std::map<std::string, size_t, std::less<>> by_name_;
  std::map<row_key, counters> rows_;
};

using counter_table_ptr = std::shared_ptr<const counter_table>;

/// Those of one worker's report.
counter_table counters_of(report what, const typed_table& table);

} // namespace mw
