// Finds and compares samples: see sample.hpp.
#include "tests/system/documents/sample.hpp"

#include <algorithm>
#include <optional>
#include <regex>
#include <sstream>

namespace mw::test {

namespace {

constexpr std::string_view indent = "    ";
constexpr std::string_view any_lines = "[...]";

const auto number = std::regex{"[0-9]+"};

/// Writes 0 for each number that differs from run to run (of several digits, of a command, of an
/// actor, of a unit of time), and one blank for several.
std::string without_numbers_of_a_run(const std::string& line) {
  static const auto varying =
      std::regex{"[0-9]+\\.[0-9]+(?=ms)|[0-9]{2,}|(#|\\bc)[0-9]+|[0-9]+(us|ms|s\\b| messages)"};
  static const auto blanks = std::regex{" +"};
  auto same = std::regex_replace(std::regex_replace(line, varying, "$010$2"), blanks, " ");
  return same.ends_with(' ') ? same.substr(0, same.size() - 1) : same;
}

/// Reads the line above a sample.
std::optional<sample> begun_sample(const std::string& line) {
  static const auto mark =
      std::regex{R"re(<!-- (played|log of "(.*)"|trace of "(.*)") with (.+) -->)re"};
  auto found = std::smatch{};
  if (!std::regex_match(line, found, mark))
    return std::nullopt;
  auto what = found[2].matched   ? sample::kind::log
              : found[3].matched ? sample::kind::trace
                                 : sample::kind::played;
  return sample{what, found[2].str() + found[3].str(), found[4].str(), {}};
}

} // namespace

std::vector<sample> samples_of(const std::string& document) {
  auto samples = std::vector<sample>{};
  auto is_open = false;
  auto line = std::string{};
  for (auto text = std::istringstream{document}; std::getline(text, line);)
    if (auto begun = begun_sample(line)) {
      samples.push_back(std::move(*begun));
      is_open = true;
    } else if (is_open && line.starts_with(indent))
      samples.back().lines.push_back(line.substr(indent.size()));
    else if (is_open && line.empty() && !samples.back().lines.empty())
      samples.back().lines.emplace_back();
    else
      is_open = is_open && line.empty();
  for (auto& one : samples)
    while (!one.lines.empty() && one.lines.back().empty())
      one.lines.pop_back();
  return samples;
}

bool sample_reader::equal(const lines& expected, const lines& got) {
  return equal_from(expected, 0, got, 0);
}

bool sample_reader::are_among(const lines& expected, const lines& got) {
  return std::ranges::all_of(expected, [&](const std::string& line) {
    return std::ranges::any_of(got, [&](const std::string& other) {
      return without_numbers_of_a_run(other) == without_numbers_of_a_run(line);
    });
  });
}

bool sample_reader::equal_from(const lines& expected, size_t at_expected, const lines& got,
                               size_t at_got) {
  if (at_expected == expected.size())
    return at_got == got.size();
  const auto& line = expected[at_expected];
  if (line == any_lines) {
    while (at_got <= got.size())
      if (equal_from(expected, at_expected + 1, got, at_got++))
        return true;
    return false;
  }
  if (at_got == got.size() ||
      without_numbers_of_a_run(line) != without_numbers_of_a_run(got[at_got]) ||
      !equal_from(expected, at_expected + 1, got, at_got + 1))
    return false;
  learn(line, got[at_got]);
  return true;
}

void sample_reader::learn(const std::string& expected, const std::string& got) {
  auto theirs = std::sregex_iterator{got.begin(), got.end(), number};
  for (auto ours = std::sregex_iterator{expected.begin(), expected.end(), number};
       ours != std::sregex_iterator{} && theirs != std::sregex_iterator{}; ++ours, ++theirs)
    numbers_[ours->str()] = theirs->str();
}

std::string sample_reader::with_numbers_of_this_run(const std::string& typed) const {
  static const auto named = std::regex{"(!|(?:command|diagram) )([0-9]+)"};
  auto result = std::string{};
  auto rest = std::sregex_iterator{typed.begin(), typed.end(), named};
  auto end = typed.begin();
  for (; rest != std::sregex_iterator{}; ++rest) {
    auto known = numbers_.find((*rest)[2].str());
    result.append(end, (*rest)[2].first);
    result += known == numbers_.end() ? (*rest)[2].str() : known->second;
    end = (*rest)[2].second;
  }
  return result.append(end, typed.end());
}

} // namespace mw::test
