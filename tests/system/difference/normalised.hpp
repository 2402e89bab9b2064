// Answers of two processes, made comparable.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mw::test {

/// A placeholder and what it stands for in the answers of one process: "{W}", "4711". The first
/// ones are looked for first: a path may have a pid's digits in it.
using placeholders = std::vector<std::pair<std::string, std::string>>;

/// An answer with what no two processes, or no two moments, have in common replaced: addresses,
/// dates, counts, and then what is `known`. Columns keep their place.
std::string normalised(std::string answer, const placeholders& known);

} // namespace mw::test
