// The line of the command log: see command_log.hpp.
#include "messages/command_log.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

constexpr size_t longest_text = 256;

std::string cut(const std::string& text) {
  auto made = text.substr(0, longest_text);
  if (text.size() > longest_text)
    made += "...";
  return made;
}

/// Who quotes a quotation mark must not end the field.
std::string quoted(const std::string& text) {
  auto made = std::string{'"'};
  for (auto character : cut(text)) {
    if (character == '"' || character == '\\')
      made += '\\';
    made += character;
  }
  return made += '"';
}

} // namespace

std::string to_log_line(const command_record& record) {
  return fmt::format("CLI {} level={} target={} command={} result={} time={:.3f}ms id={}",
                     record.peer, record.level, cut(record.target), quoted(record.text),
                     quoted(record.result), static_cast<double>(record.microseconds) / 1000,
                     record.id);
}

} // namespace mw
