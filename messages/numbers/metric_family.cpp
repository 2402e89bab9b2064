// Metrics as text: see metric_family.hpp.
#include "messages/numbers/metric_family.hpp"

#include <fmt/format.h>

#include <iterator>

namespace mw {

namespace {

std::string escaped(std::string_view value) {
  auto text = std::string{};
  for (auto c : value) {
    if (c == '\\' || c == '"')
      text += '\\';
    if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text;
}

} // namespace

std::string labels(const std::vector<std::pair<std::string_view, std::string_view>>& pairs) {
  auto text = std::string{};
  for (const auto& [name, value] : pairs)
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "{" : ",", name, escaped(value));
  return text.empty() ? text : text + "}";
}

void metric_families::add(const metric_description& what, const std::string& labels,
                          std::string_view value) {
  auto [known, is_new] = by_name_.try_emplace(what.name, all_.size());
  if (is_new)
    all_.push_back({what, {}});
  auto& lines = all_[known->second].lines;
  fmt::format_to(std::back_inserter(lines), "{}{} {}\n", what.name, labels, value);
}

std::string metric_families::text() const {
  auto text = std::string{};
  for (const auto& one : all_)
    fmt::format_to(std::back_inserter(text), "# HELP {0} {1}\n# TYPE {0} {2}\n{3}", one.what.name,
                   one.what.help, one.what.is_counter ? "counter" : "gauge", one.lines);
  return text;
}

} // namespace mw
