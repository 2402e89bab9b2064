// Reads routing prefixes: see target.hpp.
#include "messages/cli/target.hpp"

#include <algorithm>
#include <charconv>

namespace mw {

namespace {

bool eat(std::string_view& text, char first) {
  if (!text.starts_with(first))
    return false;
  text.remove_prefix(1);
  return true;
}

std::optional<int64_t> whole_number(std::string_view digits) {
  auto number = int64_t{0};
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size() || number < 0)
    return std::nullopt;
  return number;
}

std::optional<target> by_pid(std::string_view digits) {
  auto pid = whole_number(digits);
  if (!pid || *pid == 0)
    return std::nullopt;
  return target{target::kind::pid, *pid};
}

std::optional<target> group(std::string_view name) {
  if (name == "*")
    return target{target::kind::current};
  if (name == "old")
    return target{target::kind::old};
  if (name == "all")
    return target{target::kind::all};
  return std::nullopt;
}

std::optional<target> by_name(std::string_view name) {
  if (name.empty() || name == "master")
    return target{};
  if (name.starts_with('+') && !name.starts_with("+-"))
    name.remove_prefix(1);
  auto number = whole_number(name);
  if (!number)
    return std::nullopt;
  if (*number == 0)
    return target{};
  return target{target::kind::relative, *number};
}

/// Reads several numbers with commas between them.
std::optional<target> list(std::string_view names) {
  auto found = target{target::kind::list};
  for (auto more = true; more;) {
    auto comma = names.find(',');
    auto one = by_name(names.substr(0, comma));
    if (!one || one->form != target::kind::relative || one->number > INT32_MAX)
      return std::nullopt;
    found.numbers.push_back(one->number);
    more = comma != std::string_view::npos;
    names.remove_prefix(more ? comma + 1 : names.size());
  }
  std::sort(found.numbers.begin(), found.numbers.end());
  found.numbers.erase(std::unique(found.numbers.begin(), found.numbers.end()), found.numbers.end());
  if (found.numbers.size() > most_listed)
    return std::nullopt;
  return found;
}

std::string join(const std::vector<int64_t>& numbers) {
  auto text = std::string{};
  for (auto number : numbers)
    text += (text.empty() ? "" : ",") + std::to_string(number);
  return text;
}

} // namespace

std::string to_string(const target& x) {
  switch (x.form) {
  case target::kind::relative:
    return "@" + std::to_string(x.number);
  case target::kind::pid:
    return "@!" + std::to_string(x.number);
  case target::kind::current:
    return "@*";
  case target::kind::old:
    return "@old";
  case target::kind::all:
    return "@all";
  case target::kind::list:
    return "@" + join(x.numbers);
  case target::kind::master:
    break;
  }
  return "@master";
}

std::optional<target_prefix> parse_prefix(std::string_view word) {
  if (!eat(word, '@'))
    return std::nullopt;
  auto two_way = eat(word, '@');
  if (auto several = group(word); several && !two_way)
    return target_prefix{*several};
  if (word.find(',') != std::string_view::npos) {
    auto several = two_way ? std::nullopt : list(word);
    return several ? std::optional{target_prefix{*several}} : std::nullopt;
  }
  auto where = eat(word, '!') ? by_pid(word) : by_name(word);
  if (!where)
    return std::nullopt;
  return target_prefix{*where, two_way};
}

} // namespace mw
