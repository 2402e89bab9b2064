// The answer to `show fd`.
#pragma once

#include "actors/common/fd_owners.hpp"
#include "actors/common/open_fds.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>

namespace mw::worker {

/// One line for people: the number in HAProxy's seven columns, then what is known about it, e.g.
/// `      4 : type=socket flags=cloexec,nonblock owner=control_pair`.
std::string fd_line(const open_fd& fd, std::string_view owner);

/// All that are open now, or nothing but the one with this number; a number that is not open has no
/// line.
std::string show_fds(const fd_owners& owners);
std::string show_fd(int number, const fd_owners& owners);

/// Answers `show fd <arguments>`. The error is the text for the client.
tl::expected<std::string, std::string> show_fds(std::span<const std::string> arguments,
                                                const fd_owners& owners);

} // namespace mw::worker
