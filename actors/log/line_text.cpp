// Log lines as text: see line_text.hpp.
#include "actors/log/line_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include <unistd.h>

namespace mw::log {

namespace {

struct label {
  std::string_view text; ///< padded so that the line's text starts in column 12, as tools expect
  std::string_view priority; ///< for the journal
};

constexpr std::array labels{
    label{"[INFO]     ", "<6>"},
    label{"[NOTICE]   ", "<5>"},
    label{"[WARNING]  ", "<4>"},
    label{"[ALERT]    ", "<1>"},
};

const auto& label_of(severity level) {
  return labels.at(static_cast<size_t>(level));
}

bool is_control(char character) {
  auto code = static_cast<unsigned char>(character);
  return (code < 0x20 && character != '\t') || code == 0x7f;
}

void append_printable(std::string& to, std::string_view text) {
  while (!text.empty()) {
    const auto* control = std::find_if(text.begin(), text.end(), is_control);
    auto clean = static_cast<size_t>(control - text.begin());
    to.append(text.substr(0, clean));
    if (clean < text.size())
      fmt::format_to(std::back_inserter(to), "\\x{:02x}", static_cast<unsigned char>(text[clean]));
    text.remove_prefix(std::min(clean + 1, text.size()));
  }
}

} // namespace

std::string line(severity level, std::string_view text) {
  auto made = std::string{};
  append_line(made, line_begin(level), text);
  return made;
}

std::string line_begin(severity level) {
  return fmt::format("{}({}) : ", label_of(level).text, ::getpid());
}

void append_line(std::string& to, std::string_view begin, std::string_view text) {
  to.append(begin);
  append_printable(to, text.substr(0, text.size() - (text.ends_with('\n') ? 1 : 0)));
  to += '\n';
}

std::string printable_lines(std::string_view lines) {
  auto made = std::string{};
  while (!lines.empty()) {
    auto size = std::min(lines.find('\n'), lines.size());
    append_printable(made, lines.substr(0, size));
    made += '\n';
    lines.remove_prefix(std::min(size + 1, lines.size()));
  }
  return made;
}

std::string with_names(std::string_view lines, const file_names& names) {
  auto made = std::string(lines);
  for (const auto& [text, name] : names)
    for (auto at = made.find(text); at != std::string::npos; at = made.find(text, at)) {
      auto next = at + text.size();
      auto is_longer = next < made.size() && made[next] >= '0' && made[next] <= '9';
      if (!is_longer)
        made.replace(at, text.size(), name);
      at += is_longer ? text.size() : name.size();
    }
  return made;
}

std::string_view journal_priority(std::string_view line) {
  constexpr auto fallback = severity::notice;
  const auto* found = std::find_if(labels.begin(), labels.end(), [&](const auto& each) {
    return line.starts_with(each.text.substr(0, each.text.find(' ')));
  });
  return found == labels.end() ? label_of(fallback).priority : found->priority;
}

bool names_stream(std::string_view journal_stream, dev_t device, ino_t inode) {
  return journal_stream == fmt::format("{}:{}", device, inode);
}

} // namespace mw::log
