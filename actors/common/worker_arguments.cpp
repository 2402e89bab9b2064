// Writes and reads a worker's command line: see worker_arguments.hpp.
#include "actors/common/worker_arguments.hpp"

#include "actors/common/find_named.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace mw {

namespace {

constexpr std::string_view control_word = "--worker-control";

std::optional<int> descriptor(std::string_view text) {
  auto number = net::parse_number(text, 0U, unsigned{std::numeric_limits<int>::max()});
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

template <int worker_options::*Descriptor>
bool read_descriptor(std::string_view text, worker_options& worker) {
  auto number = descriptor(text);
  worker.*Descriptor = number.value_or(-1);
  return number.has_value();
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

/// `5:unix@/run/a`, or `6-8:ipv4@0.0.0.0:8000-8002`.
bool read_socket(std::string_view text, worker_options& worker) {
  auto colon = std::min(text.find(':'), text.size());
  auto numbers = text.substr(0, colon);
  auto dash = numbers.find('-');
  auto first = descriptor(numbers.substr(0, dash));
  auto last = dash == std::string_view::npos ? first : descriptor(numbers.substr(dash + 1));
  if (colon == text.size() || !first || !last || *first > *last)
    return false;
  worker.sockets.push_back({std::string(text.substr(colon + 1)), *first, *last});
  return true;
}

struct worker_word {
  std::string_view name;
  bool (*read)(std::string_view text, worker_options& worker);
};

constexpr std::array worker_words{
    worker_word{control_word, read_descriptor<&worker_options::control_fd>},
    worker_word{"--worker-config", read_descriptor<&worker_options::config_fd>},
    worker_word{"--worker-number", read_number},
    worker_word{"--worker-socket", read_socket},
    worker_word{"--worker-states", read_descriptor<&worker_options::states_fd>},
    worker_word{"--worker-counters", read_descriptor<&worker_options::counters_fd>},
};

bool read_word(std::string_view word, worker_options& worker) {
  auto equals = std::min(word.find('='), word.size());
  auto name = word.substr(0, equals);
  const auto* known = find_named(worker_words, name);
  return equals < word.size() && known && known->read(word.substr(equals + 1), worker);
}

std::string socket_word(const inherited_range& of) {
  auto numbers =
      of.first == of.last ? std::to_string(of.first) : fmt::format("{}-{}", of.first, of.last);
  return fmt::format("--worker-socket={}:{}", numbers, of.name);
}

} // namespace

bool is_for_worker(std::span<const std::string> words) {
  return !words.empty() && words.front().substr(0, words.front().find('=')) == control_word;
}

std::optional<worker_options> read_worker_arguments(std::span<const std::string> words) {
  auto worker = worker_options{};
  for (const auto& word : words)
    if (!read_word(word, worker))
      return std::nullopt;
  auto is_whole = worker.control_fd >= 0 && worker.config_fd >= 0 && worker.number > 0;
  return is_whole ? std::optional(std::move(worker)) : std::nullopt;
}

std::vector<std::string> worker_arguments(const std::string& program,
                                          const worker_options& worker) {
  auto words = std::vector{program, fmt::format("{}={}", control_word, worker.control_fd),
                           fmt::format("--worker-config={}", worker.config_fd),
                           fmt::format("--worker-number={}/{}", worker.number, worker.count)};
  for (const auto& of_one_line : worker.sockets)
    words.push_back(socket_word(of_one_line));
  if (worker.states_fd >= 0)
    words.push_back(fmt::format("--worker-states={}", worker.states_fd));
  if (worker.counters_fd >= 0)
    words.push_back(fmt::format("--worker-counters={}", worker.counters_fd));
  return words;
}

} // namespace mw
