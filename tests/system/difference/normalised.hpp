// Answers of two processes, made comparable.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mw::test {

/// Placeholders and their values in the answers of one process: "{W}", "4711". The first ones are
/// replaced first: a path may have a pid's digits in it.
using placeholders = std::vector<std::pair<std::string, std::string>>;

/// Replaces what no two processes or moments have in common: addresses, dates, counts, and then the
/// `known` values. Columns keep their place.
std::string normalised(std::string answer, const placeholders& known);

} // namespace mw::test
