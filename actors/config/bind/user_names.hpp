// Names of users and groups.
#pragma once

#include <optional>
#include <string>

#include <sys/types.h>

namespace mw::config {

/// Look a number up; nothing if there is no such name, or the system's lists cannot be read.
std::optional<uid_t> find_user(const std::string& name);
/// The group that the list of users gives this user.
std::optional<gid_t> find_primary_group(const std::string& user);
std::optional<gid_t> find_group(const std::string& name);

} // namespace mw::config
