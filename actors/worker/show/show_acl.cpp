// What conditions compare with: see show_acl.hpp.
#include "actors/worker/show/show_acl.hpp"

#include "net/base/number.hpp"

#include <fmt/format.h>

#include <iterator>

namespace mw::worker {

namespace {

/// Calls `see` with each condition and its number.
template <class See>
void for_each_condition(const relay::proxies& all, See see) {
  size_t number = 0;
  for (const auto& proxy : all.all)
    for (const auto& condition : proxy->settings.conditions)
      see(number++, condition);
}

} // namespace

std::string show_acls(const relay::proxies& all) {
  auto text = std::string("# id (file) description\n");
  for_each_condition(all, [&](size_t number, const config::shown_condition& x) {
    fmt::format_to(std::back_inserter(text),
                   "{} () acl '{}' file '{}' line {}. curr_ver=0 next_ver=0 entry_cnt={}\n", number,
                   x.fetch, x.place.file, x.place.line, x.patterns.size());
  });
  return text;
}

/// A pattern's address in memory stands in front of it, as HAProxy's does.
std::optional<std::string> show_acl(const relay::proxies& all, std::string_view reference) {
  auto wanted =
      reference.starts_with('#') ? net::parse_number<size_t>(reference.substr(1)) : std::nullopt;
  auto text = std::optional<std::string>{};
  for_each_condition(all, [&](size_t number, const config::shown_condition& x) {
    if (number != wanted)
      return;
    text.emplace();
    for (const auto& pattern : x.patterns)
      fmt::format_to(std::back_inserter(*text), "{} {}\n", fmt::ptr(&pattern), pattern);
  });
  return text;
}

} // namespace mw::worker
