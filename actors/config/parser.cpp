// The configuration's parser: see parser.hpp.
#include "actors/config/parser.hpp"

#include "actors/config/text/printable.hpp"
#include "actors/config/text/suggestion.hpp"
#include "actors/config/text/unsupported_keywords.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw::config {

namespace {

/// A file that is no configuration at all must not fill the memory with its mistakes.
constexpr size_t most_errors = 1000;

/// How HAProxy sets off what a keyword did wrong, and what is wrong with the line as such.
constexpr std::string_view of_keyword = " : ";
constexpr std::string_view of_line = ": ";

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Empty words are what unset variables leave; HAProxy does not see them at the end.
void drop_empty_end(std::vector<std::string>& words) {
  while (!words.empty() && words.back().empty())
    words.pop_back();
}

} // namespace

parser::parser(environment variables) {
  state_.variables = std::move(variables);
}

void parser::read(const source& source) {
  file_ = source.name;
  line_ = 0;
  section_ = nullptr;
  std::string_view rest = source.text;
  while (!rest.empty() && errors_.size() <= most_errors) {
    ++line_;
    auto end = rest.find('\n');
    read_line(rest.substr(0, end));
    if (end == std::string_view::npos)
      return fail(of_line,
                  fmt::format("Missing LF on last line, file might have been truncated at position "
                              "{}.",
                              rest.size() + 1));
    rest.remove_prefix(end + 1);
  }
}

tl::expected<configuration, std::vector<std::string>> parser::finish() {
  for (auto& mistake : proxies_.finish(state_.out))
    if (errors_.size() < most_errors)
      errors_.push_back(std::move(mistake));
  for (auto& mistake : programs_.missing())
    errors_.push_back(std::move(mistake));
  if (!errors_.empty())
    return tl::unexpected(std::move(errors_));
  state_.out.programs = programs_.take();
  return finish_global(std::move(state_));
}

void parser::read_line(std::string_view line) {
  auto words = split_line(line, [this](std::string_view name) { return variable(name); });
  if (!words)
    return fail(of_line, words.error());
  drop_empty_end(*words);
  bool has_keyword = !words->empty() && !words->front().empty();
  if (has_keyword)
    read_words(*words);
}

void parser::read_words(arguments words) {
  if (contains(directives(), words[0]))
    fail(of_keyword, fmt::format("'{}' is not supported", words[0]));
  else if (const auto* kind = find_section(words[0]))
    begin_section(*kind, words);
  else if (!section_)
    fail(of_line, fmt::format("unknown keyword '{}' out of section.", printable(words[0])));
  else if (section_->body == section_body::program)
    check_program(programs_.read(words));
  else if (section_->body != section_body::skipped)
    read_keyword(words);
}

void parser::begin_section(const section_kind& kind, arguments words) {
  section_ = &kind;
  auto mistakes = check_section_line(kind, words);
  for (const auto& mistake : mistakes)
    fail(of_keyword, mistake);
  if (kind.body == section_body::program)
    return check_program(programs_.begin(words.size() > 1 ? words[1] : ""));
  if (kind.body != section_body::proxy)
    return;
  if (auto begun = proxies_.begin(kind, words, {file_, line_}, mistakes.empty()); !begun)
    fail(of_keyword, begun.error());
}

void parser::read_keyword(arguments words) {
  auto negated = take_negation(words);
  if (!negated)
    return;
  bool in_global = section_->body == section_body::global;
  if (!contains(in_global ? global_keywords() : proxy_keywords(), words[0]))
    unknown_keyword(words[0]);
  else if (in_global)
    read_global(words);
  else
    read_proxy(words, *negated);
}

void parser::read_global(arguments words) {
  state_.place = {file_, line_};
  auto done = apply_global(words, state_);
  if (!done)
    return fail(of_keyword, done.error());
  for (const auto& warning : done->warnings)
    state_.out.warnings.push_back(at_this_line(of_keyword, warning));
}

void parser::read_proxy(arguments words, negation negated) {
  auto warnings = std::vector<std::string>{};
  auto read = proxies_.read(words, negated, {file_, line_}, state_.variables, warnings);
  for (const auto& warning : warnings)
    state_.out.warnings.push_back(at_this_line(of_keyword, warning));
  if (!read)
    fail(of_keyword, read.error());
}

void parser::check_program(const program_parser::result& done) {
  if (!done)
    fail("", done.error());
}

std::optional<negation> parser::take_negation(arguments& words) {
  if (words[0] != "no" && words[0] != "default")
    return negation::none;
  if (words.size() == 1 || !contains(negatable_keywords(), words[1])) {
    fail(of_line, bad_negation);
    return std::nullopt;
  }
  auto negated = words[0] == "no" ? negation::no : negation::to_default;
  words = words.subspan(1);
  return negated;
}

void parser::unknown_keyword(const std::string& word) {
  auto keywords = section_->body == section_body::global ? global_keywords() : proxy_keywords();
  auto hint = did_you_mean(word, keywords, did_you_mean(word, section_names()));
  fail(of_keyword, fmt::format("unknown keyword '{}' in '{}' section{}", printable(word),
                               section_->name, hint));
}

std::optional<std::string> parser::variable(std::string_view name) const {
  if (name == ".FILE")
    return file_;
  if (name == ".LINE")
    return std::to_string(line_);
  if (name == ".SECTION")
    return std::string(section_ ? section_->name : "");
  auto value = state_.variables.get(name);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

void parser::fail(std::string_view separator, std::string_view what) {
  if (errors_.size() < most_errors)
    errors_.push_back(at_this_line(separator, what));
  else if (errors_.size() == most_errors)
    errors_.push_back(at_this_line(of_line, "too many errors, the rest is not read."));
}

std::string parser::at_this_line(std::string_view separator, std::string_view what) const {
  return fmt::format("parsing [{}:{}]{}{}", file_, line_, separator, what);
}

} // namespace mw::config
