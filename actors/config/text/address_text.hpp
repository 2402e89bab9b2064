// Addresses with variables: HAProxy replaces them in addresses outside of quotes too.
#pragma once

#include "actors/config/text/environment.hpp"
#include "actors/config/text/printable.hpp"

#include <fmt/format.h>
#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace mw::config {

/// Replaces `$NAME` and `${NAME}` by their values, those that are not set by nothing. As HAProxy
/// does it, a name may be empty or begin with a digit, and the `}` may be missing.
std::string expand_variables(std::string_view text, const environment& variables);

/// Puts the text that was typed in the place of the expanded one where a sentence quotes it.
std::string as_typed(std::string sentence, std::string_view expanded, std::string_view typed);

/// Reads an address by `read`, which gets it with its variables replaced and whose error is a
/// sentence.
template <class Read>
auto read_address(std::string_view typed, const environment& variables, Read read)
    -> decltype(read(typed)) {
  if (typed.find('$') == std::string_view::npos)
    return read(typed);
  auto text = expand_variables(typed, variables);
  if (text.empty())
    return tl::unexpected(fmt::format(
        "'{}' resolves to an empty address (environment variable missing?)", printable(typed)));
  return read(text).map_error(
      [&](std::string sentence) { return as_typed(std::move(sentence), text, typed); });
}

} // namespace mw::config
