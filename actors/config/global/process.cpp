// Keywords of `global` that concern the program as a whole.
#include "actors/config/global/keyword.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw::config {

namespace {

constexpr unsigned most_workers = 64;

line_result apply_nbproc(global_words words, global_state& state) {
  auto count = net::parse_number(words[1], 1U, most_workers);
  if (!count)
    return mistake(fmt::format("'nbproc' must be between 1 and {} (was {}).", most_workers,
                               printable(words[1])));
  state.out.nbproc = count;
  return {};
}

line_result apply_daemon(global_words, global_state& state) {
  state.out.daemon = true;
  return {};
}

line_result apply_pidfile(global_words words, global_state& state) {
  if (!state.out.pid_file.empty())
    return already_specified("'pidfile'");
  state.out.pid_file = words[1];
  return {};
}

line_result apply_description(global_words words, global_state& state) {
  state.out.description = fmt::format("{}", fmt::join(words.subspan(1), " "));
  return {};
}

bool is_node_byte(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
         c == '-' || c == '_';
}

line_result apply_node(global_words words, global_state& state) {
  if (words.size() < 2 || !std::all_of(words[1].begin(), words[1].end(), is_node_byte))
    return mistake("'node' requires valid node name - non-empty string with digits(0-9), "
                   "letters(A-Z, a-z), dot(.), hyphen(-) or underscode(_).");
  state.out.node = words[1];
  return {};
}

line_result apply_ulimit_n(global_words words, global_state& state) {
  if (state.out.ulimit_n)
    return already_specified("'ulimit-n'");
  state.out.ulimit_n = net::parse_number(words[1], 1U);
  if (!state.out.ulimit_n)
    return mistake(fmt::format("'ulimit-n' expects a positive integer argument, got '{}'.",
                               printable(words[1])));
  return {};
}

constexpr std::string_view needs_file = "'{}' expects a file name as an argument.";
constexpr std::string_view needs_text = "'{}' expects a string argument.";

constexpr std::array keywords{
    global_keyword{"daemon", 0, 0, {}, apply_daemon},
    global_keyword{"description", 1, any_arguments, needs_text, apply_description},
    global_keyword{"nbproc", 1, 1, needs_integer, apply_nbproc},
    global_keyword{"node", 0, 1, {}, apply_node},
    global_keyword{"pidfile", 1, 1, needs_file, apply_pidfile},
    global_keyword{"ulimit-n", 1, 1, needs_integer, apply_ulimit_n},
};

} // namespace

std::span<const global_keyword> process_keywords() {
  return keywords;
}

} // namespace mw::config
