// Recognises differences of tables of processes and sockets: see difference_rules.hpp.
#include "tests/system/cli/answer_parts.hpp"
#include "tests/system/difference/difference_rules.hpp"

#include <regex>

namespace mw::test {

namespace {

std::string without(std::string_view text, const std::string& form, const std::string& by) {
  return std::regex_replace(std::string{text}, std::regex{form}, by);
}

/// Cuts the last column of a table.
std::string without_versions(std::string_view table) {
  return without(table, R"( +\S+ *(\n|$))", "\n");
}

/// Cuts the column of our table that 2.6 does not have.
std::string without_relative_pids(std::string_view table) {
  return without(table, R"((^|\n)(\S+ +\S+ +)(<relative PID> +|\d+ +))", "$1$2");
}

} // namespace

found process_table(const rests& at) {
  if (!at.haproxys.starts_with("#<PID>") || !at.ours.starts_with("#<PID>"))
    return {};
  auto size = extent{answer_size(at.haproxys), answer_size(at.ours)};
  auto same = without_versions(without(at.haproxys.substr(0, size.haproxys), "# programs\n", "")) ==
              without_versions(without_relative_pids(at.ours.substr(0, size.ours)));
  return same ? found{size} : found{};
}

found process_table_denied(const rests& at) {
  if (at.haproxys.starts_with("#<PID>") && at.ours.starts_with(denied))
    return extent{answer_size(at.haproxys), answer_size(at.ours)};
  return {};
}

found sockets_of_master(const rests& at) {
  constexpr auto title = std::string_view{"# socket lvl processes\n"};
  if (!at.haproxys.starts_with("\n") || !at.ours.starts_with(title))
    return {};
  return extent{0, title.size() + line_size(at.ours.substr(title.size()))};
}

found sockets_of_worker(const rests& at) {
  if (!at.haproxys.starts_with("unix@") || !at.ours.starts_with("sockpair@"))
    return {};
  auto first = line_size(at.haproxys);
  auto second = line_size(at.haproxys.substr(first));
  auto turned =
      std::string{at.haproxys.substr(first, second)} + std::string{at.haproxys.substr(0, first)};
  return at.ours.starts_with(turned) ? found{{first + second, first + second}} : found{};
}

} // namespace mw::test
