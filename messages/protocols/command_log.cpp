// The line of the command log: see command_log.hpp.
#include "messages/protocols/command_log.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace mw {

namespace {

constexpr size_t longest_text = 256;

void append_cut(std::string& to, std::string_view text) {
  to.append(text.substr(0, longest_text));
  if (text.size() > longest_text)
    to.append("...");
}

/// Appends a text so that a quotation mark in it does not end the field.
void append_quoted(std::string& to, std::string_view text) {
  constexpr std::string_view special = "\"\\";
  auto shown = text.substr(0, longest_text);
  to += '"';
  for (auto at = shown.find_first_of(special); at != shown.npos;
       at = shown.find_first_of(special)) {
    to.append(shown.substr(0, at)).append({'\\', shown[at]});
    shown.remove_prefix(at + 1);
  }
  to.append(shown).append(text.size() > longest_text ? "...\"" : "\"");
}

} // namespace

/// Prints a record. It is called for every command, so there is no temporary text for each field.
std::string to_log_line(const command_record& record) {
  auto line = std::string{};
  auto end = std::back_inserter(line);
  fmt::format_to(end, "CLI {} level={} target=", record.peer, record.level);
  append_cut(line, record.target);
  line.append(" command=");
  append_quoted(line, record.text);
  line.append(" result=");
  append_quoted(line, record.result);
  fmt::format_to(end, " time={}.{:03}ms id={}", record.microseconds / 1000,
                 record.microseconds % 1000, record.id);
  return line;
}

} // namespace mw
