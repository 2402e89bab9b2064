// The scripts that are said to both masters.
#pragma once

#include "tests/system/difference/differential.hpp"

#include <string>
#include <vector>

namespace mw::test {

struct script_group {
  std::string name;
  std::string level; ///< level of the CLI
  std::vector<script> scripts;
};

/// Makes the states of both workers the same again, which different prefixes may have led apart.
script same_state();

/// All scripts: thousands, always the same.
std::vector<script_group> all_scripts();

} // namespace mw::test
