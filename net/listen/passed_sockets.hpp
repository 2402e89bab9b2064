// Descriptors that whoever started us has given names (systemd's socket activation).
#pragma once

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace mw::net {

/// The texts of the variables; nothing: it is not set.
struct passed_texts {
  std::optional<std::string_view> pid;   ///< LISTEN_PID: whom the descriptors are for
  std::optional<std::string_view> count; ///< LISTEN_FDS: how many there are, from 3 on
  std::optional<std::string_view> names; ///< LISTEN_FDNAMES: one for each, `:` between them
};

/// Never empty.
using passed_descriptors = tl::expected<std::vector<int>, std::string>;

/// The descriptors that have this name, in ascending order; it may be the name of several. `self`
/// is our pid. The error is one reason, which says what there is: `no such name in LISTEN_FDNAMES
/// (web, stats)`. The descriptors themselves are not looked at.
passed_descriptors find_passed(std::string_view name, const passed_texts& given, pid_t self);

/// The same for our own environment and pid.
passed_descriptors find_passed(std::string_view name);

/// This process is a child that goes on in the place of its parent `before`: what was passed to
/// that one is ours from now on. Call it before any thread runs.
void take_over_passed(pid_t before);

} // namespace mw::net
