// The master's part of HAProxy's configuration: see haproxy_config.hpp.
#include "actors/config/haproxy_config.hpp"

#include "actors/config/global/global.hpp"
#include "actors/config/program_parser.hpp"
#include "actors/config/text/lexer.hpp"
#include "actors/config/text/section.hpp"
#include "actors/config/text/unsupported_keywords.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mw::config {

namespace {

constexpr std::array<std::string_view, 11> masters_keywords{
    "daemon",   "hard-stop-after", "localpeer", "master-worker", "mworker-max-reloads",
    "pidfile",  "presetenv",       "resetenv",  "setenv",        "stats",
    "unsetenv",
};

/// One run over all files, in order.
class haproxy_config_reader {
public:
  haproxy_config_reader(std::vector<std::string> variables, const condition_judge& judge)
      : judge_(judge) {
    state_.variables = environment{std::move(variables)};
  }

  /// Whether a line had to be taken out.
  bool read(source& source);

  /// Ends the run; to be called after the last source.
  configuration finish();

  std::vector<std::string> take_mistakes() { return std::move(mistakes_); }

private:
  using words = std::vector<std::string>;

  enum class section_of : uint8_t { worker, global, program };

  /// Whether the line must go.
  bool read_line(std::string_view line);
  bool begin_section(const words& line);
  bool read_global(const words& line);
  bool read_program(const tl::expected<words, std::string>& line);
  bool check(const program_parser::result& done);

  global_state state_;
  program_parser programs_;
  std::vector<std::string> mistakes_;
  section_of section_ = section_of::worker;
  const condition_judge& judge_;
  conditions conditions_;
  std::string file_;
  size_t line_ = 0;
};

/// Lines that are in no section, and HAProxy's to carry out.
bool is_directive(const std::string& word) {
  const auto& all = directives();
  return std::find(all.begin(), all.end(), word) != all.end();
}

bool haproxy_config_reader::read(source& source) {
  section_ = section_of::worker;
  conditions_ = conditions{judge_};
  file_ = source.name;
  line_ = 0;
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

bool haproxy_config_reader::read_line(std::string_view line) {
  ++line_;
  auto split = split_line(line, [this](std::string_view name) -> std::optional<std::string> {
    auto value = state_.variables.get(name);
    return value ? std::optional<std::string>(*value) : std::nullopt;
  });
  if (split && split->empty())
    return false;
  if (split && is_condition_word(split->front()))
    conditions_.follow(*split, state_.variables.entries());
  if (split && is_directive(split->front()))
    return false;
  if (split && find_section(split->front()) != nullptr)
    return begin_section(*split);
  if (section_ == section_of::program)
    return read_program(split);
  return split && section_ == section_of::global && read_global(*split);
}

/// A program below a condition that is not known is left to HAProxy, which refuses it if that
/// holds.
bool haproxy_config_reader::begin_section(const words& line) {
  auto counts = conditions_.hold();
  if (counts == false)
    return false;
  section_ = line[0] == "global" ? section_of::global : section_of::worker;
  if (line[0] != "program" || !counts)
    return false;
  section_ = section_of::program;
  for (const auto& mistake : check_section_line(*find_section(line[0]), line))
    check(tl::unexpected(" : " + mistake));
  return check(programs_.begin(line.size() > 1 ? line[1] : ""));
}

bool haproxy_config_reader::read_program(const tl::expected<words, std::string>& line) {
  auto counts = conditions_.hold();
  if (counts == false)
    return false;
  if (!line)
    return check(tl::unexpected(": " + line.error()));
  if (!counts)
    return check(tl::unexpected(fmt::format(
        " : '{}' of a 'program' section stands below a condition that cannot be evaluated",
        line->front())));
  return check(programs_.read(*line));
}

bool haproxy_config_reader::check(const program_parser::result& done) {
  if (!done)
    mistakes_.push_back(fmt::format("parsing [{}:{}]{}", file_, line_, done.error()));
  return true;
}

configuration haproxy_config_reader::finish() {
  for (auto& mistake : programs_.missing())
    mistakes_.push_back(std::move(mistake));
  auto done = finish_global(std::move(state_));
  done.programs = programs_.take();
  return done;
}

bool haproxy_config_reader::read_global(const words& line) {
  const auto& keyword = line.front();
  auto known = std::find(masters_keywords.begin(), masters_keywords.end(), keyword);
  if (known == masters_keywords.end())
    return false;
  if (conditions_.hold() == true)
    apply_global(line, state_); // HAProxy tells what is wrong with it
  return keyword == "master-worker";
}

} // namespace

haproxy_config read_haproxy_config(std::vector<source>& sources,
                                   std::vector<std::string> environment,
                                   const condition_judge& judge) {
  auto reader = haproxy_config_reader{std::move(environment), judge};
  auto result = haproxy_config{};
  for (size_t at = 0; at < sources.size(); ++at)
    if (reader.read(sources[at]))
      result.rewritten.push_back(at);
  result.values = reader.finish();
  result.mistakes = reader.take_mistakes();
  return result;
}

} // namespace mw::config
