// The words of HAProxy's configuration that are known without having a meaning here yet: so that a
// mistyped one is told apart from one that this version does not do.
#pragma once

#include <span>
#include <string_view>

namespace mw::config {

/// Keywords of `global` that this version refuses by name.
std::span<const std::string_view> unsupported_global_keywords();

/// Keywords of `defaults`, `frontend`, `backend` and `listen`.
std::span<const std::string_view> proxy_keywords();

/// Sentence about `no` and `default` in front of a keyword that takes neither.
inline constexpr std::string_view bad_negation =
    "negation/default currently supported only for options, log, busy-polling, set-dumpable, "
    "strict-limits, insecure-fork-wanted and numa-cpu-mapping.";

/// Keywords that may stand behind `no` and `default`.
std::span<const std::string_view> negatable_keywords();

/// `.if` and its like.
std::span<const std::string_view> directives();

} // namespace mw::config
