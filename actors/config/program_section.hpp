// The section `program`: what runs beside the workers.
#pragma once

#include <tl/expected.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sys/types.h>

namespace mw {

/// One program.
struct program_section {
  std::string name;
  std::vector<std::string> command; ///< the program and its arguments
  bool start_on_reload = true;      ///< false: a reload leaves it alone
  std::optional<uid_t> uid;         ///< nothing: the master's
  std::optional<gid_t> gid;

  friend bool operator==(const program_section&, const program_section&) = default;
};

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

} // namespace mw
