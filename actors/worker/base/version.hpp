// What this program says it is.
#pragma once

#include <string_view>

namespace mw::worker {

inline constexpr std::string_view product_name = "mw-actors";
inline constexpr std::string_view product_version = MW_VERSION;
/// Date of the last change to what users see, as HAProxy writes dates.
inline constexpr std::string_view release_date = "2026/11/23";

} // namespace mw::worker
