// Places in configuration files.
#pragma once

#include <cstddef>
#include <string>

namespace mw::config {

/// Where a line stands, for messages.
struct config_place {
  std::string file;
  size_t line = 0; ///< from 1

  friend bool operator==(const config_place&, const config_place&) = default;
};

} // namespace mw::config
