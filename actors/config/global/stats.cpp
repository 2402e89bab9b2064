// The keyword `stats` of `global`, which is several in one: the workers' own CLI.
#include "actors/config/bind/bind_line.hpp"
#include "actors/config/global/keyword.hpp"
#include "actors/config/text/printable.hpp"
#include "net/address/same_place.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace mw::config {

namespace {

constexpr std::string_view needs_address =
    "'{}' in global section expects an address or a path to a UNIX socket";
constexpr std::string_view needs_positive = "'{}' expects a positive value";
constexpr std::string_view wrong_character = "'{0}' : unexpected character '{1}'";

/// HAProxy's level for it. How many clients there may be is `stats maxconn`'s business.
listener_settings defaults() {
  listener_settings bind;
  bind.level = access_level::oper;
  bind.maxconn = std::numeric_limits<unsigned>::max();
  return bind;
}

line_result apply_socket(global_words words, global_state& state) {
  auto bind = parse_bind_line(words.subspan(1), defaults(), bind_use::worker, state.variables);
  if (!bind)
    return mistake(fmt::format("'stats socket' : {}", bind.error().text));
  if (bind->first_target != target{})
    return mistake("'stats socket' : 'target' is for -S: a worker has no others behind it");
  auto& all = state.out.stats_sockets;
  bool taken = std::any_of(all.begin(), all.end(), [&](const listener_settings& other) {
    return net::same_place(other.where, bind->where);
  });
  if (taken)
    return mistake(fmt::format("'stats socket' : '{}' is the address of another 'stats socket'",
                               printable(words[1])));
  line_done done;
  for (const auto& useless : useless_words(*bind))
    done.warnings.push_back(fmt::format("'stats socket' : {}", useless));
  bind->place = state.place;
  all.push_back(std::move(*bind));
  return done;
}

line_result apply_timeout(global_words words, global_state& state) {
  constexpr std::string_view name = "stats timeout";
  auto time = read_time(name, words, wrong_character);
  if (!time)
    return mistake(std::move(time.error()));
  if (*time == std::chrono::milliseconds::zero())
    return mistake(fmt::format(fmt::runtime(needs_positive), name));
  state.out.stats_timeout = *time;
  return {};
}

line_result apply_maxconn(global_words words, global_state& state) {
  auto count = net::parse_number(words[1], 1U);
  if (!count)
    return mistake(fmt::format(fmt::runtime(needs_positive), "stats maxconn"));
  state.out.stats_maxconn = *count;
  return {};
}

constexpr std::array topics{
    global_keyword{"stats maxconn", 1, 1, needs_positive, apply_maxconn},
    global_keyword{"stats socket", 1, any_arguments, needs_address, apply_socket},
    global_keyword{"stats timeout", 1, 1, needs_time, apply_timeout},
};

line_result apply_stats(global_words words, global_state& state) {
  auto topic = words.size() > 1 ? words[1] : std::string();
  if (const auto* found = find_named(topics, "stats " + topic))
    return apply_keyword(*found, words.subspan(1), state);
  if (topic == "bind-process")
    return mistake("'stats bind-process' is not supported in 'global' section");
  return mistake(fmt::format("'stats' only supports 'socket', 'maxconn' and 'timeout' (got '{}')",
                             printable(topic)));
}

constexpr std::array keywords{
    global_keyword{"stats", 0, any_arguments, {}, apply_stats},
};

} // namespace

std::span<const global_keyword> stats_keywords() {
  return keywords;
}

} // namespace mw::config
