// The `.if` blocks of a configuration: see conditions.hpp.
#include "actors/config/text/conditions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>

namespace mw::config {

void conditions::follow(const std::vector<std::string>& line,
                        const std::vector<std::string>& variables) {
  if (line[0] == ".if")
    blocks_.emplace_back();
  if (blocks_.empty())
    return;
  if (line[0] == ".endif")
    return blocks_.pop_back();
  auto made = branch{};
  if (line[0] == ".else")
    made.verdict.emplace(true);
  else
    made = {fmt::format("{}", fmt::join(std::span{line}.subspan(1), " ")), variables, {}};
  blocks_.back().push_back(std::move(made));
}

std::optional<bool> conditions::hold() {
  for (auto& one : blocks_)
    if (auto force = is_in_force(one); force != true)
      return force;
  return true;
}

std::optional<bool> conditions::is_in_force(block& one) const {
  for (size_t at = 0; at + 1 < one.size(); ++at)
    if (auto earlier = verdict_on(one[at]); earlier != false)
      return earlier ? std::optional{false} : std::nullopt;
  return verdict_on(one.back());
}

std::optional<bool> conditions::verdict_on(branch& one) const {
  if (!one.verdict)
    one.verdict = judge_ ? judge_(one.condition, one.variables) : std::nullopt;
  return *one.verdict;
}

bool is_condition_word(std::string_view word) {
  return word == ".if" || word == ".elif" || word == ".else" || word == ".endif";
}

} // namespace mw::config
