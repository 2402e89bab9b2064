// Environment variables as a value: see environment.hpp.
#include "actors/config/text/environment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unistd.h>

namespace mw::config {

namespace {

std::string_view name_of(std::string_view entry) {
  return entry.substr(0, entry.find('='));
}

} // namespace

std::optional<std::string_view> environment::get(std::string_view name) const {
  for (std::string_view entry : entries_)
    if (entry.size() > name.size() && entry[name.size()] == '=' && entry.starts_with(name))
      return entry.substr(name.size() + 1);
  return std::nullopt;
}

void environment::set(std::string_view name, std::string_view value) {
  auto entry = fmt::format("{}={}", name, value);
  auto is_it = [name](std::string_view other) { return name_of(other) == name; };
  auto found = std::find_if(entries_.begin(), entries_.end(), is_it);
  if (found == entries_.end()) {
    entries_.push_back(std::move(entry));
    return;
  }
  *found = std::move(entry);
  entries_.erase(std::remove_if(found + 1, entries_.end(), is_it), entries_.end());
}

void environment::set_if_absent(std::string_view name, std::string_view value) {
  if (!get(name))
    set(name, value);
}

void environment::remove(std::string_view name) {
  std::erase_if(entries_, [name](std::string_view entry) { return name_of(entry) == name; });
}

void environment::keep_only(std::span<const std::string> names) {
  std::erase_if(entries_, [names](std::string_view entry) {
    return std::find(names.begin(), names.end(), name_of(entry)) == names.end();
  });
}

environment own_environment() {
  auto entries = std::vector<std::string>{};
  for (auto** variable = environ; *variable != nullptr; ++variable)
    entries.emplace_back(*variable);
  return environment{std::move(entries)};
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && name.find('=') == std::string_view::npos;
}

} // namespace mw::config
