// The forms of `show stat`: see show_stat.hpp.
#include "actors/worker/stat/show_stat.hpp"

#include "actors/worker/base/tag_names.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>

namespace mw::worker {

namespace {

using json = nlohmann::ordered_json;

/// In the order of stat_value's alternatives.
constexpr std::array<std::string_view, 5> types{"", "str", "u32", "u64", "s32"};

struct kind_name {
  char letter;
  std::string_view name;
};

/// By the number of stat_kind.
constexpr std::array<kind_name, 4> kinds{
    {{'F', "Frontend"}, {'B', "Backend"}, {'S', "Server"}, {'L', "Listener"}}};

const kind_name& name_of_kind(const stat_row& row) {
  return kinds[static_cast<size_t>(row.kind)];
}

/// A text that would look like several columns stands in quotes.
std::string in_csv(const std::string& text) {
  if (text.find_first_of("\",\n\r") == std::string::npos)
    return text;
  auto quoted = std::string("\"");
  for (char c : text)
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

struct text_of {
  bool quoted;

  std::string operator()(std::monostate) const { return {}; }

  std::string operator()(const std::string& value) const { return quoted ? in_csv(value) : value; }

  template <std::integral T>
  std::string operator()(T value) const {
    return std::to_string(value);
  }
};

std::string csv_line(const auto& text_at) {
  auto line = std::string{};
  for (size_t position = 0; position < stat_count; ++position) {
    if (position == first_module_stat)
      line += "-,";
    line += text_at(position);
    line += ',';
  }
  return line + '\n';
}

std::string all_csv(std::span<const stat_row> rows) {
  auto text = "# " + csv_line([](size_t position) { return column_at(position).name; });
  for (const auto& row : rows)
    text +=
        csv_line([&](size_t position) { return std::visit(text_of{true}, row.values[position]); });
  return text;
}

std::string all_typed(std::span<const stat_row> rows, unsigned process) {
  auto text = std::string{};
  for (const auto& row : rows)
    for (size_t position = 0; position < stat_count; ++position)
      if (const auto& value = row.values[position]; !is_empty(value))
        fmt::format_to(std::back_inserter(text), "{}.{}.{}.{}.{}.{}:{}:{}:{}\n",
                       name_of_kind(row).letter, row.proxy, row.id, position,
                       column_at(position).name, process, tags_of(row.kind, position),
                       types[value.index()], std::visit(text_of{false}, value));
  return text;
}

struct json_of {
  json operator()(std::monostate) const { return nullptr; }

  template <class T>
  json operator()(const T& value) const {
    return value;
  }
};

json as_json(const stat_row& row, size_t position, unsigned process) {
  const auto& value = row.values[position];
  auto tags = tags_of(row.kind, position);
  return {{"objType", name_of_kind(row).name},
          {"proxyId", row.proxy},
          {"id", row.id},
          {"field", {{"pos", position}, {"name", column_at(position).name}}},
          {"processNum", process},
          {"tags",
           {{"origin", origin_name(tags[0])},
            {"nature", nature_name(tags[1])},
            {"scope", scope_name(tags[2])}}},
          {"value", {{"type", types[value.index()]}, {"value", std::visit(json_of{}, value)}}}};
}

std::string all_json(std::span<const stat_row> rows, unsigned process) {
  auto all = json::array();
  for (const auto& row : rows) {
    auto& fields = all.emplace_back(json::array());
    for (size_t position = 0; position < stat_count; ++position)
      if (!is_empty(row.values[position]))
        fields.push_back(as_json(row, position, process));
  }
  return all.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

/// A number, or nothing for `-1` and what is no number.
std::optional<unsigned> number_in(const std::string& word) {
  return net::parse_number(word);
}

tl::expected<stat_filter, std::string> parse_bounds(std::span<const std::string> words,
                                                    const relay::proxies& all) {
  auto filter = stat_filter{};
  filter.proxy = number_in(words[0]);
  if (!filter.proxy && words[0] != "-1") {
    for (const auto& proxy : all.all)
      if (proxy->settings.name == words[0])
        filter.proxy = proxy->settings.id;
    if (!filter.proxy)
      return tl::unexpected(std::string("No such proxy.\n"));
  }
  filter.kinds = number_in(words[1]).value_or(words[1] == "-1" ? 15U : 0U);
  filter.id = number_in(words[2]);
  return filter;
}

} // namespace

tl::expected<stat_request, std::string> parse_stat_request(std::span<const std::string> words,
                                                           const relay::proxies& all) {
  auto request = stat_request{};
  if (!words.empty() && words[0] == "domain") {
    if (words.size() < 2 || words[1] != "proxy")
      return tl::unexpected(std::string("Invalid statistics domain.\n"));
    words = words.subspan(2);
  }
  if (words.size() >= 3) {
    auto bounds = parse_bounds(words, all);
    if (!bounds)
      return tl::unexpected(std::move(bounds.error()));
    request.filter = *bounds;
  }
  for (const auto& word : words) {
    if (word == "typed")
      request.form = stat_form::typed;
    else if (word == "json")
      request.form = stat_form::json;
    request.filter.no_maintenance = request.filter.no_maintenance || word == "no-maint";
    request.filter.up = request.filter.up || word == "up";
  }
  return request;
}

std::string show_stat(std::span<const stat_row> rows, stat_form form, unsigned process) {
  if (form == stat_form::typed)
    return all_typed(rows, process);
  return form == stat_form::json ? all_json(rows, process) : all_csv(rows);
}

} // namespace mw::worker
