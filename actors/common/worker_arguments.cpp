// Writes and reads a worker's command line: see worker_arguments.hpp.
#include "actors/common/worker_arguments.hpp"

#include "net/base/number.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <string_view>

namespace mw {

namespace {

constexpr std::string_view control_option = "--worker-control";
constexpr std::string_view config_option = "--worker-config";
constexpr std::string_view number_option = "--worker-number";
constexpr std::string_view sockets_option = "--worker-sockets";
constexpr std::string_view states_option = "--worker-states";
constexpr std::string_view counters_option = "--worker-counters";
constexpr std::string_view none = "-";
constexpr size_t worker_words = 12;
/// Of one `stats socket`: all ports that there are.
constexpr unsigned most_sockets = 65535;

std::optional<int> descriptor(const std::string& text) {
  auto number = net::parse_number(text, 0U, unsigned{std::numeric_limits<int>::max()});
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

/// `2/3`: the second of three.
bool read_number(std::string_view text, worker_options& worker) {
  auto slash = std::min(text.find('/'), text.size());
  auto number = net::parse_number(text.substr(0, slash), 1U);
  auto count = net::parse_number(text.substr(std::min(slash + 1, text.size())), 1U);
  worker.number = number.value_or(0);
  worker.count = count.value_or(0);
  return number && count && *number <= *count;
}

/// `1,1,3`: one socket for each of the first two, three for the last.
bool read_sockets(std::string_view text, worker_options& worker) {
  if (text == none)
    return true;
  for (bool more = true; more;) {
    auto end = std::min(text.find(','), text.size());
    auto count = net::parse_number(text.substr(0, end), 1U, most_sockets);
    if (!count)
      return false;
    worker.sockets.push_back(*count);
    more = end < text.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return true;
}

} // namespace

bool is_for_worker(std::span<const std::string> words) {
  return !words.empty() && words.front() == control_option;
}

std::optional<worker_options> read_worker_arguments(std::span<const std::string> given) {
  if (given.size() != worker_words || given[2] != config_option || given[4] != number_option ||
      given[6] != sockets_option || given[8] != states_option || given[10] != counters_option)
    return std::nullopt;
  auto control = descriptor(given[1]);
  auto config = descriptor(given[3]);
  auto worker = worker_options{control.value_or(-1), config.value_or(-1)};
  auto states = given[9] == none ? std::optional(-1) : descriptor(given[9]);
  auto counters = given[11] == none ? std::optional(-1) : descriptor(given[11]);
  worker.states_fd = states.value_or(-1);
  worker.counters_fd = counters.value_or(-1);
  if (!control || !config || !states || !counters || !read_number(given[5], worker) ||
      !read_sockets(given[7], worker))
    return std::nullopt;
  return worker;
}

std::vector<std::string> worker_arguments(const std::string& program,
                                          const worker_options& worker) {
  return {program,
          std::string(control_option),
          std::to_string(worker.control_fd),
          std::string(config_option),
          std::to_string(worker.config_fd),
          std::string(number_option),
          fmt::format("{}/{}", worker.number, worker.count),
          std::string(sockets_option),
          worker.sockets.empty() ? std::string(none)
                                 : fmt::format("{}", fmt::join(worker.sockets, ",")),
          std::string(states_option),
          worker.states_fd < 0 ? std::string(none) : std::to_string(worker.states_fd),
          std::string(counters_option),
          worker.counters_fd < 0 ? std::string(none) : std::to_string(worker.counters_fd)};
}

} // namespace mw
