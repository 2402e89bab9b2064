// Keywords of `global` that concern what the built-in worker balances.
#include "actors/config/global/keyword.hpp"
#include "actors/config/proxies/log_target.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

namespace mw::config {

namespace {

constexpr unsigned most_connections = 10'000'000;

line_result apply_maxconn_of_process(global_words words, global_state& state) {
  if (state.out.maxconn)
    return already_specified("'maxconn'");
  auto count = net::parse_number(words[1], 1U, most_connections);
  if (!count)
    return mistake(fmt::format("'maxconn' expects a number from 1 to {}, got '{}'.",
                               most_connections, printable(words[1])));
  state.out.maxconn = *count;
  return {};
}

line_result apply_spread_checks(global_words words, global_state& state) {
  constexpr unsigned most = 50;
  if (state.out.spread_checks)
    return already_specified("'spread-checks'");
  auto percent = net::parse_number(words[1], 0U, most);
  if (!percent)
    return mistake("'spread-checks' needs a positive value in range 0..50.");
  state.out.spread_checks = *percent;
  return {};
}

line_result apply_log(global_words words, global_state& state) {
  return parse_log_target(words.subspan(1), state.variables).map([&](log_target target) {
    state.out.logs.push_back(std::move(target));
    return line_done{};
  });
}

template <std::string configuration::*Field>
line_result apply_path(global_words words, global_state& state) {
  if (!(state.out.*Field).empty())
    return already_specified(fmt::format("'{}'", words[0]));
  state.out.*Field = words[1];
  return {};
}

constexpr std::array keywords{
    global_keyword{"log", 0, any_arguments, {}, apply_log},
    global_keyword{"maxconn", 1, 1, needs_integer, apply_maxconn_of_process},
    global_keyword{"server-state-base", 1, 1, "'{}' expects one argument: a directory path.",
                   apply_path<&configuration::server_state_base>},
    global_keyword{"server-state-file", 1, 1, "'{}' expect one argument: a file path.",
                   apply_path<&configuration::server_state_file>},
    global_keyword{"spread-checks", 1, 1, "'{}' expects an integer argument (0..50).",
                   apply_spread_checks},
};

} // namespace

std::span<const global_keyword> balancer_keywords() {
  return keywords;
}

} // namespace mw::config
