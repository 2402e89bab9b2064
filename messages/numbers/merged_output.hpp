// Merges several workers' reports into one set of numbers.
#pragma once

#include "messages/numbers/counter_table.hpp"
#include "messages/numbers/merge_rule.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mw {

struct merged_report {
  report what = report::info;
  typed_table table = {};
  /// The values that could not be merged, a line each without LF: `Pid: 5249, 5250`, `addr of b/s1
  /// and 3 more rows: ...`.
  std::vector<std::string> not_merged = {};

  friend bool operator==(const merged_report&, const merged_report&) = default;
};

/// Takes the reports one after the other, and has the size of one report with all rows. Rows are
/// matched by proxy, server and kind, fields by name.
class output_merger {
public:
  explicit output_merger(report what) : what_(what) {}

  /// Takes a worker's report. Those of current workers come before those of leaving ones.
  void add(const typed_table& of_worker, bool is_current);

  /// Ends the merge. `totals` has the counts of all workers, also of those that are gone: they
  /// replace those of the reports, and rows that no report has are rows of counters alone. Null:
  /// the reports' counts stay.
  merged_report finish(const counter_table* totals);

private:
  /// The values of one field in one row, merged so far.
  struct cell {
    long double number = 0; ///< sum, minimum, maximum; its mantissa holds every u64
    long double weight = 0; ///< the sum of weights, for an average
    long double plain = 0;  ///< the sum without weights, for an average
    std::string text = {};  ///< the first value
    uint32_t count = 0;     ///< number of values; 0: the row has no such field
    bool is_of_current = false;
    bool is_unlimited = false;
    bool differs = false;
  };

  /// A column: the fields of one name in rows of one kind.
  struct field_column {
    typed_field like; ///< an example; its value does not count
    merge_rule rule;
    std::string_view weight;
    std::vector<std::string> values = {}; ///< a few that differ
    row_key where = {};                   ///< the first row in which they differ
    size_t rows = 0;                      ///< the number of rows in which they differ
  };

  struct row {
    row_key key;
    uint64_t proxy_id = 0;
    uint64_t id = 0;
    std::vector<cell> cells = {}; ///< by column of the row's kind
  };

  using kind_columns = std::vector<field_column>;

  row& row_of(const typed_row& like);
  size_t column_of(char kind, const typed_field& like);
  void merge(field_column& into, row& at, cell& one, const typed_row& from,
             const typed_field& field, bool is_current);
  static void merge_number(const field_column& of, cell& one, long double value,
                           long double weight);
  static void merge_text(field_column& into, const row& at, cell& one, const std::string& value);
  void take_totals(const counter_table& totals);
  std::vector<size_t> columns_like(char kind, const counter_table& totals);
  static void take_total(row& into, size_t column, uint64_t value);
  row& carried_row(const row_key& key);
  typed_row finished(const row& from);
  static std::string value_of(const field_column& of, const cell& one, const kind_columns& all,
                              const row& at);
  std::vector<std::string> notes() const;

  report what_;
  std::map<char, kind_columns> columns_; ///< by kind of row
  std::map<char, std::map<std::string, size_t, std::less<>>> by_name_;
  std::vector<row> rows_; ///< in the order of the first report that has them
  std::map<row_key, size_t> by_key_;
  std::vector<std::string> csv_columns_;
};

} // namespace mw
