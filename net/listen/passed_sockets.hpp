// Descriptors to which the parent has given names (systemd's socket activation).
#pragma once

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace mw::net {

/// The texts of systemd's variables; nothing for one that is not set.
struct passed_texts {
  std::optional<std::string_view> pid;   ///< LISTEN_PID: whom the descriptors are for
  std::optional<std::string_view> count; ///< LISTEN_FDS: how many there are, from 3 on
  std::optional<std::string_view> names; ///< LISTEN_FDNAMES: one for each, `:` between them
};

/// Descriptors, at least one, or the reason why there is none.
using passed_descriptors = tl::expected<std::vector<int>, std::string>;

/// Finds the descriptors that have this name, in ascending order. `self` is our pid. The error is
/// one reason, which says what there is: `no such name in LISTEN_FDNAMES (web, stats)`. The
/// descriptors themselves are not looked at.
passed_descriptors find_passed(std::string_view name, const passed_texts& given, pid_t self);

/// Finds them by our own environment and pid.
passed_descriptors find_passed(std::string_view name);

/// Makes the descriptors ours that were passed to `before`: this process is its child, and goes on
/// in its place. Call it before any thread runs.
void take_over_passed(pid_t before);

} // namespace mw::net
