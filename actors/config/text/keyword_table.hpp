// Tables of keywords: what may stand in a section or behind an address, each with what it does.
#pragma once

#include "actors/common/find_named.hpp"
#include "actors/config/text/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw::config {

/// Arguments of a keyword that takes any number of them.
inline constexpr size_t any_arguments = 64;

/// HAProxy's sentence if the words behind a keyword, `words[0]`, are more or fewer than the keyword
/// takes: `least` to `most`, the first one not empty; `too_few` is the sentence if they are fewer,
/// `{}` in it is the keyword's name. Nothing: their number is right.
template <class Keyword>
std::optional<std::string> wrong_count(const Keyword& keyword, std::span<const std::string> words) {
  auto count = words.size() - 1;
  if (count > keyword.most)
    return fmt::format("'{}' cannot handle unexpected argument '{}'.", keyword.name,
                       printable(words[keyword.most + 1]));
  if (count < keyword.least || (keyword.least > 0 && words[1].empty()))
    return fmt::format(fmt::runtime(keyword.too_few), keyword.name);
  return std::nullopt;
}

/// Keywords that are done, each with a `name`, and the names of HAProxy's others, which are told
/// from mistyped ones.
template <class Keyword>
class keyword_table {
public:
  keyword_table(std::initializer_list<std::span<const Keyword>> topics,
                std::span<const std::string_view> unsupported)
      : names_(unsupported.begin(), unsupported.end()) {
    for (auto topic : topics)
      for (const auto& keyword : topic) {
        keywords_.push_back(keyword);
        names_.push_back(keyword.name);
      }
  }

  /// Null: there is none that is done.
  const Keyword* find(std::string_view name) const { return find_named(keywords_, name); }

  /// Whether it is HAProxy's, done or not.
  bool knows(std::string_view name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
  }

  std::span<const std::string_view> names() const { return names_; }

private:
  std::vector<Keyword> keywords_;
  std::vector<std::string_view> names_;
};

} // namespace mw::config
