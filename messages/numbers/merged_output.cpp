// One set of numbers out of several: see merged_output.hpp.
#include "messages/numbers/merged_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace mw {

namespace {

static_assert(std::numeric_limits<long double>::digits >= 64, "sums of u64 must be exact");

constexpr size_t most_shown_values = 4;

bool is_text(const typed_field& field) {
  return field.type == "str";
}

/// The number of a field; parse_typed() has seen that there is one.
long double number_in(const typed_field& field) {
  return mw::number_in(field.type, field.value).value_or(0);
}

} // namespace

void output_merger::add(const typed_table& of_worker, bool is_current) {
  if (csv_columns_.empty())
    csv_columns_ = of_worker.columns;
  for (const auto& from : of_worker.rows) {
    auto& into = row_of(from);
    auto& columns = columns_[from.key.kind];
    for (const auto& field : from.fields) {
      auto at = column_of(from.key.kind, field);
      if (into.cells.size() <= at)
        into.cells.resize(at + 1);
      merge(columns[at], into, into.cells[at], from, field, is_current);
    }
  }
}

output_merger::row& output_merger::row_of(const typed_row& like) {
  auto [known, is_new] = by_key_.try_emplace(like.key, rows_.size());
  if (is_new)
    rows_.push_back({like.key, like.proxy_id, like.id});
  return rows_[known->second];
}

size_t output_merger::column_of(char kind, const typed_field& like) {
  auto& columns = columns_[kind];
  auto [known, is_new] = by_name_[kind].try_emplace(like.name, columns.size());
  if (is_new)
    columns.push_back({like, rule_of(what_, kind, like), weight_of(what_, like.name)});
  return known->second;
}

void output_merger::merge(field_column& into, row& at, cell& one, const typed_row& from,
                          const typed_field& field, bool is_current) {
  auto rule = into.rule;
  auto as_text = rule == merge_rule::equal || rule == merge_rule::of_current;
  if (as_text && !(rule == merge_rule::of_current && one.is_of_current && !is_current))
    merge_text(into, at, one, field.value);
  else if (!as_text && !is_text(field) && rule != merge_rule::uptime) {
    const auto* weight = into.weight.empty() ? nullptr : from.find(into.weight);
    merge_number(into, one, number_in(field), weight == nullptr ? 0 : number_in(*weight));
  }
  one.is_of_current |= is_current;
  ++one.count;
}

void output_merger::merge_number(const field_column& of, cell& one, long double value,
                                 long double weight) {
  auto is_first = one.count == 0;
  switch (of.rule) {
  case merge_rule::maximum:
    one.number = is_first ? value : std::max(one.number, value);
    break;
  case merge_rule::minimum:
    one.number = is_first ? value : std::min(one.number, value);
    break;
  case merge_rule::age:
    if (is_first || one.number < 0 || (value >= 0 && value < one.number))
      one.number = value;
    break;
  case merge_rule::average:
    one.number += value * weight;
    one.weight += weight;
    one.plain += value;
    break;
  default:
    one.is_unlimited |= of.rule == merge_rule::capacity && value == 0;
    one.number += value;
  }
}

/// Merges a text, and notes the first values that differ and in how many rows they do.
void output_merger::merge_text(field_column& into, const row& at, cell& one,
                               const std::string& value) {
  if (one.count == 0)
    one.text = value;
  if (one.text == value)
    return;
  auto note = [&](const std::string& which) {
    auto& shown = into.values;
    if (shown.size() < most_shown_values &&
        std::find(shown.begin(), shown.end(), which) == shown.end())
      shown.push_back(which);
  };
  if (!std::exchange(one.differs, true) && into.rows++ == 0)
    into.where = at.key;
  if (at.key != into.where)
    return;
  note(one.text);
  note(value);
}

std::vector<std::string> output_merger::notes() const {
  auto all = std::vector<std::string>{};
  for (const auto& [kind, columns] : columns_)
    for (const auto& one : columns) {
      if (one.rows == 0)
        continue;
      auto text = one.like.name;
      if (kind != 0)
        text += fmt::format(" of {}/{}", one.where.proxy, one.where.server);
      if (one.rows > 1)
        text += fmt::format(" and {} more row{}", one.rows - 1, one.rows == 2 ? "" : "s");
      all.push_back(fmt::format("{}: {}", text, fmt::join(one.values, ", ")));
    }
  return all;
}

} // namespace mw
