// Counters of a worker that is gone: see orphan_counters.hpp.
#include "actors/merge/orphan_counters.hpp"

#include "messages/numbers/merge_rule.hpp"
#include "net/base/counter_memory.hpp"
#include "net/base/file_bytes.hpp"
#include "net/base/number.hpp"

#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace mw {

namespace {

template <class T>
std::optional<T> value_at(std::string_view bytes, size_t at) {
  auto value = T{};
  if (bytes.size() < sizeof value || at > bytes.size() - sizeof value)
    return std::nullopt;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

/// All of it or nothing.
std::optional<std::string> part(const net::unique_fd& memory, size_t from, size_t bytes) {
  if (bytes > most_counter_bytes)
    return std::nullopt;
  auto read = net::read_at(memory.get(), from, bytes);
  return read && read->size() == bytes ? std::optional(std::move(*read)) : std::nullopt;
}

} // namespace

orphan_counters::orphan_counters(net::unique_fd memory) : memory_(std::move(memory)) {}

counter_table orphan_counters::read(report what) {
  auto all = counter_table{};
  auto bytes = learn() ? part(memory_, 0, bytes_) : std::nullopt;
  if (!bytes)
    return all;
  for (const auto& one : places_.at(static_cast<size_t>(what)))
    if (auto value = value_at<uint64_t>(*bytes, one.at))
      all.set(one.row, one.column, *value + all.at(one.row, one.column.name).value_or(0));
  return all;
}

/// Once: the places do not change.
bool orphan_counters::learn() {
  if (bytes_ > 0)
    return true;
  auto beginning = part(memory_, 0, sizeof(net::counter_memory_header));
  if (!beginning)
    return false;
  auto header = value_at<net::counter_memory_header>(*beginning, 0).value();
  if (header.texts_at == 0 || header.info_bytes > most_counter_bytes)
    return false;
  auto info = part(memory_, header.texts_at, header.info_bytes);
  auto stat = part(memory_, header.texts_at + header.info_bytes, header.stat_bytes);
  if (!info || !stat)
    return false;
  learn(report::info, *info);
  learn(report::stat, *stat);
  bytes_ = header.texts_at;
  return true;
}

void orphan_counters::learn(report what, std::string_view catalogue) {
  auto table = parse_typed(what, catalogue);
  if (!table)
    return;
  auto& places = places_.at(static_cast<size_t>(what));
  for (const auto& row : table->rows)
    for (const auto& field : row.fields)
      if (rule_of(what, row.key.kind, field) == merge_rule::counter)
        if (auto at = net::parse_number(field.value, size_t{1}))
          places.push_back({row.key, {field.position, field.name, field.tags, field.type}, *at});
}

} // namespace mw
