// The project's documents and the names of its tests, for tests that compare documents with what
// they describe.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mw::test {

/// The paths of all documents (*.md).
std::vector<std::filesystem::path> all_documents();

/// A line of a table: the text of each cell without the blanks around it.
using table_row = std::vector<std::string>;

/// The rows of a document's table, which is found by its first line.
std::vector<table_row> rows_of_table(const std::string& document, std::string_view first_line);

/// The texts between backquotes.
std::vector<std::string> quoted_texts(std::string_view text);

/// The names of all test cases of all test programs, read from their sources.
std::set<std::string> names_of_tests();

} // namespace mw::test
