// The forms of `show info`: see show_info.hpp.
#include "actors/worker/show/show_info.hpp"

#include "actors/worker/base/tag_names.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <concepts>
#include <iterator>

namespace mw::worker {

namespace {

using json = nlohmann::ordered_json;

/// In the order of info_value's alternatives.
constexpr std::array<std::string_view, 4> type_names{"str", "u32", "u64", "flt"};

std::string_view type_name(const info_value& value) {
  return type_names[value.index()];
}

std::string to_text(const std::string& value) {
  return value;
}

/// Prints a number without zeros at the end.
std::string to_text(double value) {
  auto text = fmt::format("{:.6f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.'))
    text.pop_back();
  return text;
}

template <std::unsigned_integral T>
std::string to_text(T value) {
  return std::to_string(value);
}

std::string value_text(const info_value& value) {
  return std::visit([](const auto& v) { return to_text(v); }, value);
}

json as_json(const info_field& field, unsigned process) {
  auto value = std::visit([](const auto& v) { return json(v); }, field.value);
  return {{"field", {{"pos", field.position}, {"name", field.name}}},
          {"processNum", process},
          {"tags",
           {{"origin", origin_name(field.tags[0])},
            {"nature", nature_name(field.tags[1])},
            {"scope", scope_name(field.tags[2])}}},
          {"value", {{"type", type_name(field.value)}, {"value", value}}}};
}

std::string all_json(std::span<const info_field> fields, unsigned process) {
  auto all = json::array();
  for (const auto& field : fields)
    all.push_back(as_json(field, process));
  return all.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

std::string all_lines(std::span<const info_field> fields, unsigned process,
                      const info_options& options) {
  std::string text;
  auto out = std::back_inserter(text);
  for (const auto& field : fields) {
    if (options.shape == info_options::form::typed)
      fmt::format_to(out, "{}.{}.{}:{}:{}:{}", field.position, field.name, process, field.tags,
                     type_name(field.value), value_text(field.value));
    else
      fmt::format_to(out, "{}: {}", field.name, value_text(field.value));
    if (options.descriptions)
      fmt::format_to(out, ":\"{}\"", field.description);
    text += '\n';
  }
  return text;
}

} // namespace

info_options parse_info_options(std::span<const std::string> words) {
  info_options options;
  for (const auto& word : words) {
    if (word == "typed")
      options.shape = info_options::form::typed;
    else if (word == "json")
      options.shape = info_options::form::json;
    options.descriptions = options.descriptions || word == "desc";
    options.exact_times = options.exact_times || word == "float";
  }
  return options;
}

std::string show_info(std::span<const info_field> fields, unsigned process,
                      const info_options& options) {
  return options.shape == info_options::form::json ? all_json(fields, process)
                                                   : all_lines(fields, process, options);
}

} // namespace mw::worker
