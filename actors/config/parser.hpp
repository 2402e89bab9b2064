// Goes through configuration files line by line and gathers what they say and what is wrong in
// them.
#pragma once

#include "actors/config/global/global.hpp"
#include "actors/config/program_parser.hpp"
#include "actors/config/proxies/parser.hpp"
#include "actors/config/text/lexer.hpp"
#include "actors/config/text/section.hpp"
#include "actors/config/text/source.hpp"

namespace mw::config {

/// One run over all files, in order. Sections do not go on in the next file.
class parser {
public:
  explicit parser(environment variables);

  void read(const source& source);

  /// The configuration, or every mistake of all files. Call it last.
  tl::expected<configuration, std::vector<std::string>> finish();

private:
  using arguments = std::span<const std::string>;

  void read_line(std::string_view line);
  void read_words(arguments words);
  void read_keyword(arguments words);
  void begin_section(const section_kind& kind, arguments words);
  void read_global(arguments words);
  void read_proxy(arguments words, negation negated);
  /// `done`: what the parser of programs says of a line.
  void check_program(const program_parser::result& done);
  /// `no` or `default` in front of the words, which is taken off; none of both if that is a
  /// mistake.
  std::optional<negation> take_negation(arguments& words);
  void unknown_keyword(const std::string& word);
  std::optional<std::string> variable(std::string_view name) const;
  /// A mistake of this line; after too many only one more, which says so.
  void fail(std::string_view separator, std::string_view what);
  std::string at_this_line(std::string_view separator, std::string_view what) const;

  global_state state_;
  proxy_parser proxies_;
  program_parser programs_;
  std::vector<std::string> errors_;
  std::string file_;
  size_t line_ = 0;
  const section_kind* section_ = nullptr;
};

} // namespace mw::config
