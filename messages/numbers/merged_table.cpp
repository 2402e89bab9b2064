// One set of numbers out of several, the result: see merged_output.hpp.
#include "messages/numbers/merged_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace mw {

namespace {

/// HAProxy's positions of the fields that name a row, for a row that no worker has any more.
constexpr unsigned proxy_position = 0;
constexpr unsigned server_position = 1;
constexpr unsigned type_position = 32;
constexpr auto kinds_by_type = std::string_view{"FBSL"};

std::string to_text(long double number, const std::string& type) {
  if (type == "flt") {
    auto text = fmt::format("{:.6f}", number);
    text.erase(text.find_last_not_of('0') + 1);
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
  }
  constexpr auto most = static_cast<long double>(std::numeric_limits<uint64_t>::max());
  constexpr auto least = static_cast<long double>(std::numeric_limits<int64_t>::min());
  auto whole = std::roundl(std::clamp(number, least, most));
  return whole < 0 ? std::to_string(static_cast<int64_t>(whole))
                   : std::to_string(static_cast<uint64_t>(whole));
}

/// The type of a sum, which may be too great for the type of its parts.
std::string wide_enough(const std::string& type, long double number) {
  if (type == "u32" && number > std::numeric_limits<uint32_t>::max())
    return "u64";
  if (type == "s32" && number > std::numeric_limits<int32_t>::max())
    return "s64";
  return type;
}

std::string uptime_text(long double seconds) {
  auto total = static_cast<uint64_t>(std::max(seconds, 0.0L));
  return fmt::format("{}d {}h{:02}m{:02}s", total / 86400, total / 3600 % 24, total / 60 % 60,
                     total % 60);
}

} // namespace

merged_report output_merger::finish(const counter_table* totals) {
  if (totals != nullptr)
    take_totals(*totals);
  auto merged = merged_report{what_, {csv_columns_, {}}, notes()};
  for (const auto& one : rows_)
    merged.table.rows.push_back(finished(one));
  return merged;
}

/// Replaces the counters by the totals. Counters of live workers are in the totals, too, but may be
/// a moment ahead of them.
void output_merger::take_totals(const counter_table& totals) {
  auto found = std::map<char, std::vector<size_t>>{}; // by kind, the columns of the totals'
  for (const auto& [key, values] : totals.rows()) {
    auto known = by_key_.find(key);
    auto& into = known == by_key_.end() ? carried_row(key) : rows_[known->second];
    auto& where = found[key.kind];
    if (where.empty())
      where = columns_like(key.kind, totals);
    for (size_t at = 0; at < values.size(); ++at)
      if (values[at])
        take_total(into, where[at], *values[at]);
  }
}

std::vector<size_t> output_merger::columns_like(char kind, const counter_table& totals) {
  auto found = std::vector<size_t>{};
  for (const auto& like : totals.columns())
    found.push_back(column_of(kind, {like.position, like.name, like.tags, like.type}));
  return found;
}

void output_merger::take_total(row& into, size_t column, uint64_t value) {
  if (into.cells.size() <= column)
    into.cells.resize(column + 1);
  auto& one = into.cells[column];
  one.number = std::max(one.number, static_cast<long double>(value));
  ++one.count;
}

/// Makes a row of carried counters, with a number of its own behind all others.
output_merger::row& output_merger::carried_row(const row_key& key) {
  auto last = uint64_t{0};
  for (const auto& one : rows_)
    last = std::max(last, one.proxy_id);
  auto like = typed_row{key, last + 1, 0};
  auto type = std::to_string(kinds_by_type.find(key.kind));
  if (what_ == report::stat)
    like.fields = {{proxy_position, "pxname", "KNS", "str", key.proxy},
                   {server_position, "svname", "KNS", "str", key.server},
                   {type_position, "type", "CGS", "u32", type}};
  add({{}, {like}}, false);
  return rows_.back();
}

typed_row output_merger::finished(const row& from) {
  const auto& columns = columns_.at(from.key.kind);
  auto result = typed_row{from.key, from.proxy_id, from.id};
  for (size_t at = 0; at < from.cells.size(); ++at) {
    const auto& one = from.cells[at];
    const auto& column = columns[at];
    if (one.count == 0 || one.differs)
      continue;
    auto field = column.like;
    field.value = value_of(column, one, columns, from);
    if (!one.is_unlimited && field.type != "str" && one.text.empty())
      field.type = wide_enough(field.type, one.number);
    result.fields.push_back(std::move(field));
  }
  std::stable_sort(
      result.fields.begin(), result.fields.end(),
      [](const typed_field& a, const typed_field& b) { return a.position < b.position; });
  return result;
}

std::string output_merger::value_of(const field_column& of, const cell& one,
                                    const kind_columns& all, const row& at) {
  switch (of.rule) {
  case merge_rule::equal:
  case merge_rule::of_current:
    return one.text;
  case merge_rule::average: {
    auto mean = one.weight > 0 ? one.number / one.weight : one.plain / one.count;
    return to_text(mean, of.like.type);
  }
  case merge_rule::capacity:
    return to_text(one.is_unlimited ? 0 : one.number, of.like.type);
  case merge_rule::uptime: {
    auto longest = 0.0L;
    for (size_t index = 0; index < at.cells.size(); ++index)
      if (all[index].like.name == "Uptime_sec")
        longest = at.cells[index].number;
    return uptime_text(longest);
  }
  default:
    return to_text(one.number, of.like.type);
  }
}

} // namespace mw
