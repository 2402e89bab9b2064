// A merged report as text: see merged_text.hpp.
#include "messages/numbers/merged_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace mw {

namespace {

using json = nlohmann::ordered_json;

struct letter_name {
  char letter;
  std::string_view name;
};

constexpr auto origins =
    std::array{letter_name{'M', "Metric"}, letter_name{'S', "Status"}, letter_name{'K', "Key"},
               letter_name{'C', "Config"}, letter_name{'P', "Product"}};
constexpr auto natures =
    std::array{letter_name{'A', "Age"},      letter_name{'a', "Avg"},   letter_name{'C', "Counter"},
               letter_name{'D', "Duration"}, letter_name{'G', "Gauge"}, letter_name{'L', "Limit"},
               letter_name{'M', "Max"},      letter_name{'m', "Min"},   letter_name{'N', "Name"},
               letter_name{'O', "Output"},   letter_name{'R', "Rate"},  letter_name{'T', "Time"}};
constexpr auto scopes = std::array{letter_name{'C', "Cluster"}, letter_name{'P', "Process"},
                                   letter_name{'S', "Service"}, letter_name{'s', "System"}};
constexpr auto objects = std::array{letter_name{'F', "Frontend"}, letter_name{'B', "Backend"},
                                    letter_name{'S', "Server"}, letter_name{'L', "Listener"}};

std::string_view name_of(char letter, std::span<const letter_name> names) {
  auto found = std::find_if(names.begin(), names.end(),
                            [&](const letter_name& one) { return one.letter == letter; });
  return found == names.end() ? std::string_view{} : found->name;
}

template <class T>
json number(const std::string& text) {
  auto value = T{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

json value_of(const typed_field& field) {
  if (field.type == "str")
    return field.value;
  if (field.type == "flt")
    return number<double>(field.value);
  return field.type.starts_with('s') ? number<int64_t>(field.value) : number<uint64_t>(field.value);
}

json field_json(const typed_row& row, const typed_field& field) {
  auto object = json::object();
  if (row.key.kind != 0)
    object.update(
        {{"objType", name_of(row.key.kind, objects)}, {"proxyId", row.proxy_id}, {"id", row.id}});
  object.update({{"field", {{"pos", field.position}, {"name", field.name}}},
                 {"processNum", 1},
                 {"tags",
                  {{"origin", name_of(field.tags.at(0), origins)},
                   {"nature", name_of(field.tags.at(1), natures)},
                   {"scope", name_of(field.tags.at(2), scopes)}}},
                 {"value", {{"type", field.type}, {"value", value_of(field)}}}});
  return object;
}

/// Prints one line of JSON: `show info` is one list of fields, `show stat` a list of such lists.
std::string json_text(const merged_report& merged, std::span<const std::string> notes) {
  auto all = json::array();
  for (const auto& row : merged.table.rows) {
    auto fields = json::array();
    for (const auto& field : row.fields)
      (merged.what == report::stat ? fields : all).push_back(field_json(row, field));
    if (merged.what == report::stat)
      all.push_back(std::move(fields));
  }
  for (const auto& note : notes)
    all.push_back({{"note", note}});
  return all.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string quoted(const std::string& value) {
  if (value.find_first_of(",\"") == std::string::npos)
    return value;
  auto text = std::string{"\""};
  for (auto c : value)
    text += c == '"' ? std::string{"\"\""} : std::string{c};
  return text + "\"";
}

/// The names of the columns: the worker's, or without them those of the fields.
std::vector<std::string> columns_of(const typed_table& table) {
  if (!table.columns.empty())
    return table.columns;
  auto found = std::vector<std::pair<unsigned, std::string>>{};
  for (const auto& row : table.rows)
    for (const auto& field : row.fields)
      found.emplace_back(field.position, field.name);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  auto names = std::vector<std::string>{};
  for (auto& [position, name] : found)
    names.push_back(std::move(name));
  return names;
}

/// Prints csv. HAProxy ends the header and every row with a comma, and has a column of `-` between
/// its own fields and those of its modules.
std::string csv_text(const typed_table& table) {
  auto columns = columns_of(table);
  if (columns.empty())
    return {};
  auto text = std::string{"# "};
  for (const auto& name : columns)
    text += name + ",";
  for (const auto& row : table.rows) {
    text += "\n";
    for (const auto& name : columns) {
      const auto* field = row.find(name);
      text += (field != nullptr ? quoted(field->value) : name == "-" ? name : "") + ",";
    }
  }
  return text + "\n";
}

std::string lines_text(const typed_table& table) {
  auto text = std::string{};
  for (const auto& row : table.rows)
    for (const auto& field : row.fields)
      text += field.name + ": " + field.value + "\n";
  return text;
}

} // namespace

std::string merged_text(const merged_report& merged, merge_order::form shape,
                        std::span<const std::string> notes) {
  if (shape == merge_order::form::json)
    return json_text(merged, notes);
  auto text = shape == merge_order::form::typed ? typed_text(merged.what, merged.table)
              : merged.what == report::stat     ? csv_text(merged.table)
                                                : lines_text(merged.table);
  for (const auto& note : notes)
    text += "# " + note + "\n";
  return text;
}

} // namespace mw
