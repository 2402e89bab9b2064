// Reads and prints typed output: see typed_output.hpp.
#include "messages/numbers/typed_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace mw {

namespace {

/// A line of typed output: the row that it belongs to, and the field.
struct typed_line {
  char kind = 0;
  uint64_t proxy_id = 0;
  uint64_t id = 0;
  typed_field field = {};
};

constexpr auto csv_mark = std::string_view{"# "};

template <class T>
bool read_number(std::string_view text, T& number) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

/// Cuts off the text in front of the first separator, which must be there.
std::optional<std::string_view> cut(std::string_view& text, char separator) {
  auto at = text.find(separator);
  if (at == std::string_view::npos)
    return std::nullopt;
  auto first = text.substr(0, at);
  text.remove_prefix(at + 1);
  return first;
}

bool read_object(std::string_view& key, typed_line& line) {
  auto kind = cut(key, '.');
  auto proxy = cut(key, '.');
  auto id = cut(key, '.');
  if (!kind || !proxy || !id || kind->size() != 1 || !read_number(*proxy, line.proxy_id))
    return false;
  line.kind = kind->front();
  return std::string_view{"FBSL"}.find(line.kind) != std::string_view::npos &&
         read_number(*id, line.id);
}

/// Reads `7.stot.1`; the process number behind the last dot does not count.
bool read_name(std::string_view key, typed_field& field) {
  auto position = cut(key, '.');
  auto last = key.rfind('.');
  if (!position || last == std::string_view::npos || last == 0)
    return false;
  field.name = key.substr(0, last);
  return read_number(*position, field.position);
}

bool is_numeric(std::string_view type) {
  return type == "s32" || type == "u32" || type == "s64" || type == "u64" || type == "flt";
}

template <class T>
std::optional<long double> number_as(std::string_view text) {
  auto number = T{};
  return read_number(text, number) ? std::optional{static_cast<long double>(number)} : std::nullopt;
}

/// Reads a value. One of a numeric type must be a number, because it is taken for one later.
bool read_value(std::string_view text, typed_field& field) {
  auto tags = cut(text, ':');
  auto type = cut(text, ':');
  constexpr size_t longest_tags = 4;
  if (!tags || !type || tags->size() < longest_tags - 1 || tags->size() > longest_tags)
    return false;
  field.tags = *tags;
  field.type = *type;
  field.value = text;
  return !is_numeric(*type) || number_in(*type, text);
}

std::optional<typed_line> read_line(report what, std::string_view text) {
  auto line = typed_line{};
  auto key = cut(text, ':');
  if (!key || (what == report::stat && !read_object(*key, line)) || !read_name(*key, line.field) ||
      !read_value(text, line.field))
    return std::nullopt;
  return line;
}

std::vector<std::string> split_columns(std::string_view header) {
  auto columns = std::vector<std::string>{};
  while (auto one = cut(header, ','))
    columns.emplace_back(*one);
  return columns;
}

bool begins_row(const typed_table& table, const typed_line& line) {
  if (table.rows.empty())
    return true;
  const auto& last = table.rows.back();
  return last.key.kind != line.kind || last.proxy_id != line.proxy_id || last.id != line.id;
}

/// Takes the names of the rows from their fields.
bool take_names(report what, typed_table& table) {
  for (auto& row : table.rows) {
    const auto* proxy = row.find("pxname");
    const auto* server = row.find("svname");
    if (what == report::stat && (proxy == nullptr || server == nullptr))
      return false;
    if (what == report::stat)
      row.key = {proxy->value, server->value, row.key.kind};
  }
  return true;
}

/// Adds a line; false if that is too much.
bool add_line(typed_table& table, typed_line line) {
  if (begins_row(table, line)) {
    if (table.rows.size() == most_typed_rows)
      return false;
    table.rows.push_back({{{}, {}, line.kind}, line.proxy_id, line.id});
  }
  auto& fields = table.rows.back().fields;
  fields.push_back(std::move(line.field));
  return fields.size() <= most_typed_fields;
}

/// Prints a line that may have any bytes.
std::string shown(std::string_view text) {
  constexpr size_t most = 60;
  auto line = std::string{text.substr(0, most)};
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < ' ' || c >= 0x7f; }, '?');
  return "'" + line + (text.size() > most ? "...'" : "'");
}

} // namespace

const typed_field* typed_row::find(std::string_view name) const {
  auto found = std::find_if(fields.begin(), fields.end(),
                            [&](const typed_field& one) { return one.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::optional<long double> number_in(std::string_view type, std::string_view value) {
  if (!is_numeric(type))
    return std::nullopt;
  if (type == "flt")
    return number_as<double>(value);
  return type.starts_with('u') ? number_as<uint64_t>(value) : number_as<int64_t>(value);
}

tl::expected<typed_table, std::string> parse_typed(report what, std::string_view text) {
  auto table = typed_table{};
  for (size_t number = 1; !text.empty(); ++number) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty())
      continue;
    if (what == report::stat && table.rows.empty() && line.starts_with(csv_mark)) {
      table.columns = split_columns(line.substr(csv_mark.size()));
      continue;
    }
    auto read = read_line(what, line);
    if (!read)
      return tl::unexpected(fmt::format("line {}: {}", number, shown(line)));
    if (!add_line(table, std::move(*read)))
      return tl::unexpected(fmt::format("line {}: it is too long", number));
  }
  if (!take_names(what, table))
    return tl::unexpected(std::string{"a row has no name"});
  return table;
}

std::string typed_text(report what, const typed_table& table) {
  auto text = std::string{};
  auto out = std::back_inserter(text);
  for (const auto& row : table.rows)
    for (const auto& field : row.fields) {
      if (what == report::stat)
        fmt::format_to(out, "{}.{}.{}.", row.key.kind, row.proxy_id, row.id);
      fmt::format_to(out, "{}.{}.1:{}:{}:{}\n", field.position, field.name, field.tags, field.type,
                     field.value);
    }
  return text;
}

} // namespace mw
