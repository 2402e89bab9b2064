// Reads routing prefixes: see target.hpp.
#include "messages/target.hpp"

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
  auto where = eat(word, '!') ? by_pid(word) : by_name(word);
  if (!where)
    return std::nullopt;
  return target_prefix{*where, two_way};
}

} // namespace mw
