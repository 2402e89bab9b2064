// Reads the section `program`: what runs beside the workers.
#pragma once

#include "actors/config/values/program_section.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw::config {

/// Gathers the sections of all files. Mistakes are worded as HAProxy words them behind the place of
/// the line, with the colon that begins them: `: 'user' expects a user name.`
class program_parser {
public:
  using result = tl::expected<void, std::string>;

  /// The line that begins a section. Behind a mistake its lines are read all the same.
  result begin(const std::string& name);

  /// A line of the section that has begun last, the keyword or its negation first.
  result read(std::span<const std::string> words);

  /// Whole sentences about sections that lack something. Behind the last line.
  std::vector<std::string> missing() const;

  std::vector<program_section> take() { return std::move(sections_); }

private:
  using arguments = std::span<const std::string>;

  result read_command(arguments words);
  result read_option(arguments words, bool negated);
  result read_user(arguments words);
  result read_group(arguments words);

  std::vector<program_section> sections_;
};

} // namespace mw::config
