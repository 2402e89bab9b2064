// The keywords of the section `global`.
#pragma once

#include "actors/config/config.hpp"
#include "actors/config/environment.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// What a line of `global` changes.
struct global_state {
  config out;
  environment variables;
};

/// What one line did; `warning` is empty if there is nothing to say about it.
struct line_done {
  std::string warning;
};

/// Applies one line, which has at least one word. The error and the warning are without the line's
/// place. Unknown keywords are not for it: ask `is_global_keyword` first.
tl::expected<line_done, std::string> apply_global(std::span<const std::string> words,
                                                  global_state& state);

bool is_global_keyword(std::string_view word);

/// All that it knows, supported or not.
const std::vector<std::string_view>& global_keywords();

} // namespace mw
