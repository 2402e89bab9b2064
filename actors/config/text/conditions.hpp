// The `.if` blocks of a configuration, whose conditions another program evaluates.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mw::config {

/// Whether a condition holds with these variables (NAME=value); nothing: it is not known.
using condition_judge = std::function<std::optional<bool>(
    const std::string& condition, const std::vector<std::string>& variables)>;

/// Follows `.if`, `.elif`, `.else` and `.endif` of one file. A condition is evaluated when somebody
/// wants to know, with the variables that it had in its place: that costs a process.
class conditions {
public:
  /// Takes the judge of conditions; null: no condition is known.
  explicit conditions(condition_judge judge = {}) : judge_(std::move(judge)) {}

  /// One of these four lines, split; what is wrong with it is for others to say.
  void follow(const std::vector<std::string>& line, const std::vector<std::string>& variables);

  /// Whether a line that stands here counts; nothing: it is not known.
  std::optional<bool> hold();

private:
  /// From `.if`, `.elif` or `.else` to the next of them.
  struct branch {
    std::string condition;
    std::vector<std::string> variables;
    std::optional<std::optional<bool>> verdict; ///< nothing yet: nobody has asked
  };

  using block = std::vector<branch>; ///< the last one is that of this line

  std::optional<bool> verdict_on(branch& one) const;
  std::optional<bool> is_in_force(block& one) const;

  condition_judge judge_;
  std::vector<block> blocks_; ///< the innermost one last
};

/// `.if` and its kin.
bool is_condition_word(std::string_view word);

} // namespace mw::config
