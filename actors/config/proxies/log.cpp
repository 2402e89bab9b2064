// The keyword `log` of proxies' sections.
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/proxies/log_target.hpp"

namespace mw::config {

namespace {

/// Adds a target; behind `no`, takes back all that were said before, those of `defaults` too.
proxy_result apply_log(const proxy_line& line) {
  auto arguments = line.words.subspan(1);
  if (line.negated != negation::none) {
    if (!arguments.empty())
      return bad_line("log : 'no log' does not expect arguments");
    line.out().logs.clear();
    line.draft.log_global = false;
    return {};
  }
  if (arguments.size() == 1 && arguments[0] == "global") {
    line.draft.log_global = true;
    return {};
  }
  return parse_log_target(arguments, line.variables).map([&](log_target target) {
    line.out().logs.push_back(std::move(target));
  });
}

constexpr std::array keywords{
    proxy_keyword{"log", both_sides, 0, any_arguments, {}, apply_log},
};

} // namespace

std::span<const proxy_keyword> log_keywords() {
  return keywords;
}

} // namespace mw::config
