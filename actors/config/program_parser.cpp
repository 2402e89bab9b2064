// The section `program`: see program_parser.hpp.
#include "actors/config/program_parser.hpp"

#include "actors/config/bind/user_names.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/suggestion.hpp"
#include "actors/config/text/unsupported_keywords.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mw::config {

namespace {

constexpr std::array<std::string_view, 4> program_keywords{"command", "group", "option", "user"};

/// Mistake of a keyword; below, of a line as such: HAProxy sets them off in two ways.
tl::unexpected<std::string> keyword_mistake(std::string_view text) {
  return tl::unexpected(fmt::format(" : {}", text));
}

tl::unexpected<std::string> line_mistake(std::string_view text) {
  return tl::unexpected(fmt::format(": {}", text));
}

tl::unexpected<std::string> unexpected_argument(std::string_view of, const std::string& argument) {
  return keyword_mistake(
      fmt::format("'{}' cannot handle unexpected argument '{}'.", of, printable(argument)));
}

tl::unexpected<std::string> unknown_in_program(const std::string& word) {
  return keyword_mistake(fmt::format("unknown keyword '{}' in 'program' section{}", printable(word),
                                     did_you_mean(word, program_keywords)));
}

} // namespace

program_parser::result program_parser::begin(const std::string& name) {
  auto same = [&](const program_section& one) { return one.name == name; };
  auto is_known = std::any_of(sections_.begin(), sections_.end(), same);
  sections_.push_back({.name = name, .command = {}, .uid = {}, .gid = {}});
  if (is_known)
    return line_mistake(
        fmt::format("'{}' program section already exists in the configuration.", printable(name)));
  return {};
}

program_parser::result program_parser::read(arguments words) {
  auto negated = words[0] == "no";
  if (words[0] == "default" || (negated && (words.size() < 2 || words[1] != "option")))
    return line_mistake(bad_negation);
  if (negated)
    words = words.subspan(1);
  const auto& keyword = words[0];
  if (keyword == "command")
    return read_command(words);
  if (keyword == "option")
    return read_option(words, negated);
  if (keyword == "user")
    return read_user(words);
  if (keyword == "group")
    return read_group(words);
  return unknown_in_program(keyword);
}

program_parser::result program_parser::read_command(arguments words) {
  if (words.size() < 2 || words[1].empty())
    return line_mistake("'command' expects a command with optional arguments separated in words.");
  sections_.back().command.assign(words.begin() + 1, words.end());
  return {};
}

program_parser::result program_parser::read_option(arguments words, bool negated) {
  if (words.size() < 2)
    return line_mistake("'option' expects an option name.");
  if (words[1] != "start-on-reload")
    return keyword_mistake(fmt::format("unknown option '{}'.", printable(words[1])));
  if (words.size() > 2)
    return unexpected_argument("option start-on-reload", words[2]);
  sections_.back().start_on_reload = !negated;
  return {};
}

program_parser::result program_parser::read_user(arguments words) {
  if (words.size() < 2)
    return line_mistake("'user' expects a user name.");
  if (words.size() > 2)
    return unexpected_argument("user", words[2]);
  sections_.back().uid = find_user(words[1]);
  if (!sections_.back().uid)
    return keyword_mistake(fmt::format("cannot find user id for '{}'", printable(words[1])));
  return {};
}

program_parser::result program_parser::read_group(arguments words) {
  if (words.size() < 2)
    return line_mistake("'group' expects a group name.");
  if (words.size() > 2)
    return unexpected_argument("group", words[2]);
  sections_.back().gid = find_group(words[1]);
  if (!sections_.back().gid)
    return keyword_mistake(fmt::format("cannot find group id for '{}'", printable(words[1])));
  return {};
}

std::vector<std::string> program_parser::missing() const {
  auto all = std::vector<std::string>{};
  for (const auto& one : sections_)
    if (one.command.empty())
      all.push_back(
          fmt::format("The program section '{}' lacks a command to launch.", printable(one.name)));
  return all;
}

} // namespace mw::config
