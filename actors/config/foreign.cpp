// The master's part of HAProxy's configuration: see foreign.hpp.
#include "actors/config/foreign.hpp"

#include "actors/config/global.hpp"
#include "actors/config/lexer.hpp"
#include "actors/config/section.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

constexpr std::array<std::string_view, 10> masters_keywords{
    "daemon",  "hard-stop-after", "master-worker", "mworker-max-reloads",
    "pidfile", "presetenv",       "resetenv",      "setenv",
    "stats",   "unsetenv",
};

/// One run over all files, in order.
class foreign_reader {
public:
  explicit foreign_reader(std::vector<std::string> variables) {
    state_.variables = environment{std::move(variables)};
  }

  /// Whether a line had to be taken out.
  bool read(config_source& source);

  config finish() { return finish_global(std::move(state_)); }

private:
  /// Whether the line must go.
  bool read_line(std::string_view line);
  bool apply(const std::vector<std::string>& words);

  global_state state_;
  bool in_global_ = false;
  int conditions_ = 0; ///< `.if` that have no `.endif` yet
};

bool foreign_reader::read(config_source& source) {
  in_global_ = false;
  conditions_ = 0;
  auto kept = std::string{};
  auto rewritten = false;
  auto rest = std::string_view{source.text};
  while (!rest.empty()) {
    auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    auto goes = read_line(line);
    rewritten |= goes;
    kept += goes ? std::string_view{} : line;
    kept += end == std::string_view::npos ? "" : "\n";
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  if (rewritten)
    source.text = std::move(kept);
  return rewritten;
}

bool foreign_reader::read_line(std::string_view line) {
  auto words = split_line(line, [this](std::string_view name) -> std::optional<std::string> {
    auto value = state_.variables.get(name);
    return value ? std::optional<std::string>(*value) : std::nullopt;
  });
  if (!words || words->empty())
    return false;
  const auto& first = words->front();
  if (first == ".if")
    ++conditions_;
  else if (first == ".endif")
    --conditions_;
  else if (find_section(first) != nullptr)
    in_global_ = first == "global";
  else if (in_global_)
    return apply(*words);
  return false;
}

bool foreign_reader::apply(const std::vector<std::string>& words) {
  const auto& keyword = words.front();
  auto known = std::find(masters_keywords.begin(), masters_keywords.end(), keyword);
  if (known == masters_keywords.end())
    return false;
  if (conditions_ == 0)
    apply_global(words, state_); // HAProxy tells what is wrong with it
  return keyword == "master-worker";
}

} // namespace

foreign_config read_foreign_config(std::vector<config_source>& sources,
                                   std::vector<std::string> environment) {
  auto reader = foreign_reader{std::move(environment)};
  auto result = foreign_config{};
  for (size_t at = 0; at < sources.size(); ++at)
    if (reader.read(sources[at]))
      result.rewritten.push_back(at);
  result.values = reader.finish();
  return result;
}

} // namespace mw
