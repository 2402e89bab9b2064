// The keywords of the section `global`.
#pragma once

#include "actors/config/text/environment.hpp"
#include "actors/config/text/place.hpp"
#include "actors/config/values/config.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace mw::config {

/// State that the lines of `global` change.
struct global_state {
  configuration out;
  environment variables;
  std::optional<gid_t> group_of_user; ///< of `user`; counts if nothing else says the group
  config_place place;                 ///< of the line that is applied
};

/// Result of one line: `warnings` are to be logged, one sentence each.
struct line_done {
  std::vector<std::string> warnings;
};

/// Applies one line, which has at least one word. The error and the warnings are without the line's
/// place. Unknown keywords are not for it: see global_keywords().
tl::expected<line_done, std::string> apply_global(std::span<const std::string> words,
                                                  global_state& state);

/// The configuration behind the last line.
configuration finish_global(global_state state);

/// All names that HAProxy has, done here or not.
std::span<const std::string_view> global_keywords();

} // namespace mw::config
