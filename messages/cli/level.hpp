// The three levels of rights on a CLI: user < operator < admin.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mw {

/// The level of a session. Compare with `<`: more rights are greater.
enum class access_level : uint8_t { user, oper, admin };

/// The name of a level: `user`, `operator`, `admin`.
std::string_view level_name(access_level level);
std::optional<access_level> parse_level(std::string_view name);

} // namespace mw
