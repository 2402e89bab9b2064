// The plain form of a payload: see plain_payload.hpp.
#include "actors/runners/plain_payload.hpp"

namespace mw {

std::optional<std::string> plain_payload(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  constexpr std::string_view mark = "<<";
  auto end = text.find('\n');
  if (end == std::string_view::npos || end + 1 == text.size())
    return std::string{text};
  auto command = text.substr(0, end);
  auto lines = text.substr(end + 1);
  command = command.substr(0, command.find_last_not_of(blanks) + 1);
  auto at = command.find_last_of(blanks) + 1;
  auto pattern = command.substr(at + mark.size());
  auto payload = lines.substr(0, lines.size() - pattern.size() - 1);
  if (!pattern.empty() && (payload.starts_with('\n') || payload.find("\n\n") != payload.npos))
    return std::nullopt;
  return std::string{command.substr(0, at)} + std::string{mark} + "\n" + std::string{payload} +
         "\n";
}

} // namespace mw
