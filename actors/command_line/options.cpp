// Reads the command line: see options.hpp.
#include "actors/command_line/options.hpp"

#include "actors/command_line/option_table.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>

namespace mw {

namespace {

using words = std::span<const std::string>;

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

/// Reads a word that is not in the table as it stands: `--name=value`, debug flags, mistakes.
std::optional<end_now> option_reader::read_unknown(const std::string& word) {
  auto equals = word.find('=');
  const auto* entry = word.starts_with("--") ? find_option(word.substr(0, equals)) : nullptr;
  if (entry && !entry->argument.empty() && equals != std::string::npos)
    return entry->apply(options_, *entry, word.substr(equals + 1));
  if (is_debug_flag(word)) {
    options_.worker_words.push_back(word);
    options_.without_worker.push_back(
        fmt::format("option '{}' has no effect here", config::printable(word)));
    return std::nullopt;
  }
  bool is_option = word.starts_with('-');
  return usage_error(fmt::format("{} '{}'; see --help",
                                 is_option ? "unknown option" : "unexpected argument",
                                 config::printable(word)));
}

std::optional<end_now> option_reader::missing_argument(const option_entry& entry) const {
  if (entry.name == "-S")
    return usage_error("Socket and optional bind parameters expected with the -S flag");
  return usage_error(fmt::format("option '{}' expects {}", entry.name, entry.argument));
}

std::optional<std::string> repeated_path(const std::vector<config::listener_settings>& binds) {
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
    return usage_error(
        fmt::format("-S '{}': more than one -S with this path", config::printable(*path)));
  if (options_.notify && options_.daemon)
    return usage_error("-Ws and -D exclude each other: systemd hears the process that it started");
  if (options_.ask_reload && options_.binds.empty())
    return usage_error("--reload needs the -S of the master that it asks");
  if (options_.ask_reload)
    return std::nullopt;
  if (options_.config_paths.empty())
    return usage_error("no configuration: -f <file|dir> is expected; see --help");
  return std::nullopt;
}

} // namespace

command_line parse_options(const std::vector<std::string>& arguments) {
  auto given = words(arguments).subspan(std::min<size_t>(1, arguments.size()));
  if (is_for_worker(given)) {
    auto worker = read_worker_arguments(given);
    return worker ? command_line{*worker}
                  : usage_error(fmt::format("{} is only for the master's use",
                                            given.front().substr(0, given.front().find('='))));
  }
  return option_reader(given).read();
}

} // namespace mw
