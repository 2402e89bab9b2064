// What is said to both masters.
#pragma once

#include "tests/system/difference/differential.hpp"

#include <string>
#include <vector>

namespace mw::test {

struct script_group {
  std::string name;
  std::string level; ///< of the CLI that it is said to
  std::vector<script> scripts;
};

/// Brings two workers together again that different prefixes may have led apart.
script same_state();

/// Thousands, always the same.
std::vector<script_group> all_scripts();

} // namespace mw::test
