// Reads memory.events or memory.oom_control: see oom_count.hpp.
#include "net/process/oom_count.hpp"

#include "net/base/number.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace mw::net {

namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    auto part = text.substr(0, text.find(separator));
    parts.push_back(part);
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return parts;
}

/// A line of /proc/self/cgroup: `<id>:<controllers>:<path>`.
struct group_line {
  std::string_view controllers;
  std::filesystem::path path; ///< without its `/`
};

std::optional<group_line> parse_group(std::string_view line) {
  auto first = line.find(':');
  auto second = line.find(":/", first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos)
    return std::nullopt;
  return group_line{line.substr(first + 1, second - first - 1), line.substr(second + 2)};
}

bool has_memory(const group_line& group) {
  auto controllers = split(group.controllers, ',');
  return std::find(controllers.begin(), controllers.end(), "memory") != controllers.end();
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

std::vector<std::filesystem::path> oom_count_files(std::string_view own_groups) {
  std::vector<std::filesystem::path> files;
  for (auto line : split(own_groups, '\n')) {
    auto group = parse_group(line);
    if (group && has_memory(*group))
      return {std::filesystem::path("memory") / group->path / "memory.oom_control",
              "memory/memory.oom_control"};
    if (group && group->controllers.empty())
      files = {group->path / "memory.events", "memory.events"};
  }
  return files;
}

std::optional<uint64_t> parse_oom_count(std::string_view text) {
  constexpr std::string_view key = "oom_kill ";
  for (auto line : split(text, '\n')) {
    if (!line.starts_with(key))
      continue;
    if (auto number = parse_number<uint64_t>(line.substr(key.size())))
      return number;
  }
  return std::nullopt;
}

oom_count::oom_count(const std::filesystem::path& root, const std::filesystem::path& own_groups) {
  std::error_code ignored;
  for (const auto& file : oom_count_files(text_of(own_groups)))
    if (file_.empty() && std::filesystem::exists(root / file, ignored))
      file_ = root / file;
}

std::optional<uint64_t> oom_count::read() const {
  return parse_oom_count(text_of(file_));
}

} // namespace mw::net
