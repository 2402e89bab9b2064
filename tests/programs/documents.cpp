// Reads documents and test sources: see documents.hpp.
#include "tests/programs/documents.hpp"

#include "tests/programs/program.hpp"
#include "tests/programs/service.hpp"

#include <regex>
#include <sstream>

namespace mw::test {

namespace {

using std::filesystem::path;
using std::filesystem::recursive_directory_iterator;

bool is_hidden(const path& file) {
  return file.filename().native().starts_with('.');
}

std::vector<path> files_below(const path& folder, const std::string& extension) {
  auto found = std::vector<path>{};
  for (auto at = recursive_directory_iterator{folder}; at != recursive_directory_iterator{}; ++at)
    if (is_hidden(at->path()))
      at.disable_recursion_pending();
    else if (at->path().extension() == extension)
      found.push_back(at->path());
  return found;
}

std::string without_blanks(const std::string& text) {
  auto begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? ""
                                    : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

table_row cells_of(const std::string& line) {
  auto cells = table_row{};
  auto cell = std::string{};
  for (auto text = std::istringstream{line.substr(1)}; std::getline(text, cell, '|');)
    cells.push_back(without_blanks(cell));
  return cells;
}

} // namespace

std::vector<path> all_documents() {
  return files_below(path{tests_folder()}.parent_path(), ".md");
}

std::vector<table_row> rows_of_table(const std::string& document, std::string_view first_line) {
  auto rows = std::vector<table_row>{};
  auto begin = document.find(first_line);
  if (begin == std::string::npos)
    return rows;
  auto lines = std::istringstream{document.substr(begin)};
  auto line = std::string{};
  for (auto number = 0; std::getline(lines, line) && line.starts_with('|'); ++number)
    if (number > 1) // the head has two lines
      rows.push_back(cells_of(line));
  return rows;
}

std::vector<std::string> quoted_texts(std::string_view text) {
  auto found = std::vector<std::string>{};
  for (auto begin = text.find('`'); begin != text.npos;) {
    auto end = text.find('`', begin + 1);
    found.emplace_back(text.substr(begin + 1, end - begin - 1));
    begin = end == text.npos ? end : text.find('`', end + 1);
  }
  return found;
}

std::set<std::string> names_of_tests() {
  static const auto name =
      std::regex{R"re(TEST_CASE(?:_METHOD)?\((?:\s*\w+,)?\s*"((?:[^"\\]|\\.|"\s*")*)")re"};
  static const auto seam = std::regex{R"("\s*")"};
  auto names = std::set<std::string>{};
  for (const auto& file : files_below(tests_folder(), ".cpp")) {
    auto text = read_file(file.string());
    for (auto at = std::sregex_iterator{text.begin(), text.end(), name};
         at != std::sregex_iterator{}; ++at)
      names.insert(std::regex_replace((*at)[1].str(), seam, ""));
  }
  return names;
}

} // namespace mw::test
