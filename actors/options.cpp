// Reads the command line: see options.hpp.
#include "actors/options.hpp"

#include "actors/config/printable.hpp"
#include "actors/option_table.hpp"
#include "net/number.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <span>

namespace mw {

namespace {

using words = std::span<const std::string>;

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

/// HAProxy's debug flags: some are letters alone, some take more letters.
bool is_debug_flag(std::string_view word) {
  constexpr std::string_view alone = "CDFGHLRSVWZehklprsva";
  constexpr std::string_view with_text = "IKMt";
  if (!word.starts_with("-d") || word.size() < 3)
    return false;
  bool plain = word.size() == 3 && alone.find(word[2]) != std::string_view::npos;
  return plain || with_text.find(word[2]) != std::string_view::npos;
}

/// Goes over the words of a master's command line once.
class option_reader {
public:
  explicit option_reader(words given) : left_(given) {}

  command_line read();

private:
  std::optional<end_now> read_next();
  std::optional<end_now> read_option(const std::string& word);
  std::optional<end_now> read_pids(const option_entry& entry);
  std::optional<end_now> read_unknown(const std::string& word);
  std::optional<end_now> missing_argument(const option_entry& entry) const;
  std::optional<end_now> check() const;

  words left_;
  master_options options_;
};

command_line option_reader::read() {
  while (!left_.empty())
    if (auto end = read_next())
      return *end;
  if (auto end = check())
    return *end;
  if (options_.worker.empty())
    std::ranges::move(options_.without_worker, std::back_inserter(options_.warnings));
  return std::move(options_);
}

std::optional<end_now> option_reader::read_next() {
  const auto& word = left_.front();
  left_ = left_.subspan(1);
  if (word != "--")
    return read_option(word);
  options_.config_paths.insert(options_.config_paths.end(), left_.begin(), left_.end());
  left_ = {};
  return std::nullopt;
}

std::optional<end_now> option_reader::read_option(const std::string& word) {
  if (const auto* entry = find_option(word)) {
    if (entry->argument.empty())
      return entry->apply(options_, *entry, {});
    if (entry->argument == pid_list)
      return read_pids(*entry);
    if (left_.empty())
      return missing_argument(*entry);
    const auto& value = left_.front();
    left_ = left_.subspan(1);
    return entry->apply(options_, *entry, value);
  }
  return read_unknown(word);
}

std::optional<end_now> option_reader::read_pids(const option_entry& entry) {
  for (; !left_.empty() && !left_.front().starts_with('-'); left_ = left_.subspan(1))
    if (auto end = entry.apply(options_, entry, left_.front()))
      return end;
  return std::nullopt;
}

/// What is not in the table as it stands: `--name=value`, debug flags, mistakes.
std::optional<end_now> option_reader::read_unknown(const std::string& word) {
  auto equals = word.find('=');
  const auto* entry = word.starts_with("--") ? find_option(word.substr(0, equals)) : nullptr;
  if (entry && !entry->argument.empty() && equals != std::string::npos)
    return entry->apply(options_, *entry, word.substr(equals + 1));
  if (is_debug_flag(word)) {
    options_.worker_words.push_back(word);
    options_.without_worker.push_back(
        fmt::format("option '{}' has no effect here", printable(word)));
    return std::nullopt;
  }
  bool is_option = word.starts_with('-');
  return usage_error(fmt::format("{} '{}'; see --help",
                                 is_option ? "unknown option" : "unexpected argument",
                                 printable(word)));
}

std::optional<end_now> option_reader::missing_argument(const option_entry& entry) const {
  if (entry.spelling == "-S")
    return usage_error("Socket and optional bind parameters expected with the -S flag");
  return usage_error(fmt::format("option '{}' expects {}", entry.spelling, entry.argument));
}

std::optional<std::string> repeated_path(const std::vector<cli_bind>& binds) {
  std::vector<std::string> paths;
  for (const auto& bind : binds)
    if (bind.where.form == net::address::kind::unix_path)
      paths.push_back(std::filesystem::path(bind.where.path).lexically_normal());
  std::sort(paths.begin(), paths.end());
  auto twice = std::adjacent_find(paths.begin(), paths.end());
  return twice == paths.end() ? std::nullopt : std::optional(*twice);
}

std::optional<end_now> option_reader::check() const {
  if (auto path = repeated_path(options_.binds))
    return usage_error(fmt::format("-S '{}': more than one -S with this path", printable(*path)));
  if (options_.notify && options_.daemon)
    return usage_error("-Ws and -D exclude each other: systemd hears the process that it started");
  if (options_.config_paths.empty())
    return usage_error("no configuration: -f <file|dir> is expected; see --help");
  return std::nullopt;
}

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

command_line read_worker(words given) {
  auto wrong = usage_error(fmt::format("{} is only for the master's use", control_option));
  if (given.size() != worker_words || given[2] != config_option || given[4] != number_option ||
      given[6] != sockets_option || given[8] != states_option || given[10] != counters_option)
    return wrong;
  auto control = descriptor(given[1]);
  auto config = descriptor(given[3]);
  auto worker = worker_options{control.value_or(-1), config.value_or(-1)};
  auto states = given[9] == none ? std::optional(-1) : descriptor(given[9]);
  auto counters = given[11] == none ? std::optional(-1) : descriptor(given[11]);
  worker.states_fd = states.value_or(-1);
  worker.counters_fd = counters.value_or(-1);
  if (!control || !config || !states || !counters || !read_number(given[5], worker) ||
      !read_sockets(given[7], worker))
    return wrong;
  return worker;
}

} // namespace

command_line parse_options(const std::vector<std::string>& arguments) {
  auto given = words(arguments).subspan(std::min<size_t>(1, arguments.size()));
  if (!given.empty() && given[0] == control_option)
    return read_worker(given);
  return option_reader(given).read();
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
