// Errors for people: a formatted line in the place of a value.
#pragma once

#include <fmt/format.h>
#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace mw::net {

template <class... Args>
tl::unexpected<std::string> failure(fmt::format_string<Args...> text, Args&&... args) {
  return tl::unexpected(fmt::format(text, std::forward<Args>(args)...));
}

} // namespace mw::net
