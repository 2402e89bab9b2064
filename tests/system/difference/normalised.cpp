// Replaces what differs from process to process: see normalised.hpp.
#include "tests/system/difference/normalised.hpp"

#include <regex>

namespace mw::test {

namespace {

/// Replaces addresses, dates and counts. A rule is tried where its mark is: regular expressions
/// take their time.
std::string without_figures(std::string text) {
  struct rule {
    std::string mark;
    std::regex form;
    std::string by;
  };

  static const auto rules = std::vector<rule>{
      {"0x", std::regex{R"(0x[0-9a-f]{6,})"}, "{PTR}"},
      {"sockpair@", std::regex{R"(sockpair@\d+)"}, "sockpair@{FD}"},
      {"#<PID>", std::regex{R"(\d+d\d\dh\d\dm\d\ds)"}, "0d00h00m00s"},
      {"Process_num", std::regex{R"((\n(?!Pid:)[A-Z][\w ()-]*): \d[^\n]*)"}, "$1: {N}"},
      {"# be_id", std::regex{R"((\n\d+ b \d s\d \S+ \d+ \d+ \d+ \d+) \d+ )"}, "$1 {N} "},
      {"# pxname", std::regex{R"(\n(\w+,\w+,)[^\n]*)"}, "\n$1"},
      {"Total events", std::regex{R"(\[\d+/\w+/[\d:.]+\])"}, "[{DATE}]"},
  };
  for (const auto& [mark, form, by] : rules)
    if (text.find(mark) != std::string::npos)
      text = std::regex_replace(text, form, by);
  return text;
}

/// Replaces a pid or a path, but not within a longer number.
void replace_word(std::string& in, const std::string& what, const std::string& by) {
  auto is_digit = [&](size_t at) { return at < in.size() && in[at] >= '0' && in[at] <= '9'; };
  for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + 1)) {
    if (is_digit(at - 1) || is_digit(at + what.size())) // -1 of 0 is beyond the end
      continue;
    auto is_column = in.compare(at + what.size(), 2, "  ") == 0;
    auto padding = is_column && what.size() > by.size() ? what.size() - by.size() : 0;
    in.replace(at, what.size(), by + std::string(padding, ' '));
  }
}

} // namespace

std::string normalised(std::string answer, const placeholders& known) {
  // Addresses are replaced first: they may have the digits of a pid in them.
  answer = without_figures(std::move(answer));
  for (const auto& [placeholder, value] : known)
    replace_word(answer, value, placeholder);
  return answer;
}

} // namespace mw::test
