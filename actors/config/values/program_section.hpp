// What a section `program` says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace mw::config {

/// One program.
struct program_section {
  std::string name;
  std::vector<std::string> command; ///< the program and its arguments
  bool start_on_reload = true;      ///< false: a reload leaves it alone
  std::optional<uid_t> uid;         ///< nothing: the master's
  std::optional<gid_t> gid;

  friend bool operator==(const program_section&, const program_section&) = default;
};

} // namespace mw::config
