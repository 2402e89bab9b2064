// What this program is and was built with.
#pragma once

#include <string>

namespace mw {

/// One line, as `-v` prints it: `mw-actors version 0.1.0 - ...`.
std::string version_line();

/// `version_line()`, compiler, libraries and features, as `-vv` prints them.
std::string build_report();

} // namespace mw
