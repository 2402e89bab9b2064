// Counters by row and column: see counter_table.hpp.
#include "messages/numbers/counter_table.hpp"

#include "messages/numbers/merge_rule.hpp"

#include <charconv>
#include <limits>

namespace mw {

namespace {

// HAProxy 3.5 has some 200 columns; a program with more than this is not HAProxy.
constexpr size_t most_columns = 1024;

uint64_t sum_of(uint64_t a, uint64_t b) {
  constexpr auto most = std::numeric_limits<uint64_t>::max();
  return b > most - a ? most : a + b;
}

/// Reads a counter: a whole number from 0 on.
std::optional<uint64_t> count_in(const std::string& text) {
  auto number = uint64_t{0};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

} // namespace

std::optional<size_t> counter_table::column(const counter_column& like) {
  if (auto known = by_name_.find(like.name); known != by_name_.end())
    return known->second;
  if (columns_.size() == most_columns)
    return std::nullopt;
  columns_.push_back(like);
  by_name_.emplace(like.name, columns_.size() - 1);
  return columns_.size() - 1;
}

std::optional<uint64_t> counter_table::at(const row_key& row, std::string_view name) const {
  auto found = rows_.find(row);
  auto column = by_name_.find(name);
  if (found == rows_.end() || column == by_name_.end() || column->second >= found->second.size())
    return std::nullopt;
  return found->second[column->second];
}

void counter_table::set(const row_key& row, const counter_column& column, uint64_t value) {
  if (auto index = this->column(column))
    cell(rows_[row], *index) = value;
}

counter_table::counters* counter_table::row(const row_key& key, size_t& room) {
  if (auto known = rows_.find(key); known != rows_.end())
    return &known->second;
  if (room == 0)
    return nullptr;
  --room;
  return &rows_[key];
}

std::optional<uint64_t>& counter_table::cell(counters& of, size_t column) {
  if (of.size() <= column)
    of.resize(column + 1);
  return of[column];
}

size_t counter_table::add(const counter_table& other, size_t room) {
  auto left_out = size_t{0};
  for (const auto& [key, values] : other.rows_) {
    auto* into = row(key, room);
    left_out += into == nullptr ? 1 : 0;
    for (size_t at = 0; into != nullptr && at < values.size(); ++at)
      if (auto index = values[at] ? column(other.columns_[at]) : std::nullopt) {
        auto& known = cell(*into, *index);
        known = sum_of(known.value_or(0), *values[at]);
      }
  }
  return left_out;
}

size_t counter_table::update(const counter_table& later, counter_table* lost, size_t room) {
  auto left_out = size_t{0};
  for (const auto& [key, values] : later.rows_) {
    auto* into = row(key, room);
    left_out += into == nullptr ? 1 : 0;
    for (size_t at = 0; into != nullptr && at < values.size(); ++at) {
      auto index = values[at] ? column(later.columns_[at]) : std::nullopt;
      if (!index)
        continue;
      auto& known = cell(*into, *index);
      auto before = known.value_or(0);
      auto is_set_back = before > *values[at];
      if (is_set_back && lost != nullptr)
        lost->set(key, later.columns_[at],
                  sum_of(lost->at(key, later.columns_[at].name).value_or(0), before));
      if (!is_set_back || lost != nullptr)
        known = values[at];
    }
  }
  return left_out;
}

counter_table counters_of(report what, const typed_table& table) {
  auto counters = counter_table{};
  for (const auto& row : table.rows)
    for (const auto& field : row.fields)
      if (rule_of(what, row.key.kind, field) == merge_rule::counter)
        if (auto value = count_in(field.value))
          counters.set(row.key, {field.position, field.name, field.tags, field.type}, *value);
  return counters;
}

} // namespace mw
