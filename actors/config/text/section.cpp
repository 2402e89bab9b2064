// Sections: see section.hpp.
#include "actors/config/text/section.hpp"

#include "actors/common/find_named.hpp"
#include "actors/config/text/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace mw::config {

namespace {

constexpr std::array sections{
    section_kind{"global", section_body::global, false, false},
    section_kind{"defaults", section_body::proxy, false, false},
    section_kind{"frontend", section_body::proxy, true, true},
    section_kind{"backend", section_body::proxy, true, false},
    section_kind{"listen", section_body::proxy, true, true},
    section_kind{"cache", section_body::skipped, false, false},
    section_kind{"fcgi-app", section_body::skipped, false, false},
    section_kind{"http-errors", section_body::skipped, false, false},
    section_kind{"log-forward", section_body::skipped, false, false},
    section_kind{"mailers", section_body::skipped, false, false},
    section_kind{"namespace_list", section_body::skipped, false, false},
    section_kind{"peers", section_body::skipped, false, false},
    section_kind{"program", section_body::program, true, false},
    section_kind{"resolvers", section_body::skipped, false, false},
    section_kind{"ring", section_body::skipped, false, false},
    section_kind{"userlist", section_body::skipped, false, false},
};

constexpr auto known_names = [] {
  std::array<std::string_view, sections.size()> all;
  std::transform(sections.begin(), sections.end(), all.begin(),
                 [](const auto& kind) { return kind.name; });
  return all;
}();

bool is_id_byte(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '_' || c == '.' || c == ':';
}

std::optional<std::string> check_id(const section_kind& kind, std::span<const std::string> words) {
  if (words.size() < 2 || words[1].empty()) {
    if (!kind.needs_id)
      return std::nullopt;
    return fmt::format("'{}' expects an <id> argument", kind.name);
  }
  if (kind.body == section_body::program) // a name that is printed only
    return std::nullopt;
  auto bad = first_bad_name_byte(words[1]);
  if (bad == words[1].size())
    return std::nullopt;
  return fmt::format("character '{}' is not permitted in '{}' name '{}'.",
                     printable({&words[1][bad], 1}), kind.name, printable(words[1]));
}

/// Checks the words behind the id: only `from <defaults>` may stand there.
std::optional<std::string> check_rest(const section_kind& kind,
                                      std::span<const std::string> words) {
  bool has_from = words.size() >= 4 && words[2] == "from";
  size_t allowed = has_from ? 4 : 2;
  if (words.size() <= allowed)
    return std::nullopt;
  if (kind.listens && !has_from)
    return "please use the 'bind' keyword for listening addresses.";
  return fmt::format("'{}' cannot handle unexpected argument '{}'.", kind.name,
                     printable(words[allowed]));
}

std::string refusal(const section_kind& kind) {
  return fmt::format("section '{}' is not supported", kind.name);
}

} // namespace

const section_kind* find_section(std::string_view word) {
  return find_named(sections, word);
}

size_t first_bad_name_byte(std::string_view name) {
  auto bad = std::find_if_not(name.begin(), name.end(), is_id_byte);
  return static_cast<size_t>(bad - name.begin());
}

std::span<const std::string_view> section_names() {
  return known_names;
}

std::vector<std::string> check_section_line(const section_kind& kind,
                                            std::span<const std::string> words) {
  if (kind.body == section_body::skipped)
    return {refusal(kind)};
  if (kind.body == section_body::global) {
    if (words.size() == 1)
      return {};
    return {fmt::format("'global' cannot handle unexpected argument '{}'.", printable(words[1]))};
  }
  std::vector<std::string> mistakes;
  if (auto mistake = check_id(kind, words))
    mistakes.push_back(std::move(*mistake));
  if (auto mistake = check_rest(kind, words))
    mistakes.push_back(std::move(*mistake));
  return mistakes;
}

} // namespace mw::config
