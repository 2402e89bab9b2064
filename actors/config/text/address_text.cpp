// Replaces variables in addresses: see address_text.hpp.
#include "actors/config/text/address_text.hpp"

#include <algorithm>

namespace mw::config {

namespace {

bool is_name_byte(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// Takes the reference off the front of `rest`, whose `$` is gone, and answers its name.
std::string_view take_name(std::string_view& rest) {
  auto braced = rest.starts_with('{');
  rest.remove_prefix(braced ? 1 : 0);
  auto end = std::find_if_not(rest.begin(), rest.end(), is_name_byte);
  auto name = rest.substr(0, static_cast<size_t>(end - rest.begin()));
  rest.remove_prefix(name.size());
  rest.remove_prefix(braced && rest.starts_with('}') ? 1 : 0);
  return name;
}

} // namespace

std::string expand_variables(std::string_view text, const environment& variables) {
  auto expanded = std::string{};
  for (auto dollar = text.find('$'); dollar != std::string_view::npos; dollar = text.find('$')) {
    expanded += text.substr(0, dollar);
    text.remove_prefix(dollar + 1);
    expanded += variables.get(take_name(text)).value_or("");
  }
  expanded += text;
  return expanded;
}

std::string as_typed(std::string sentence, std::string_view expanded, std::string_view typed) {
  auto quoted = '\'' + printable(expanded) + '\'';
  if (auto at = sentence.rfind(quoted); at != std::string::npos)
    sentence.replace(at + 1, quoted.size() - 2, printable(typed));
  return sentence;
}

} // namespace mw::config
