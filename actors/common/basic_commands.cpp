// What basic commands print: see basic_commands.hpp.
#include "actors/common/basic_commands.hpp"

#include "actors/common/show_fd.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace mw {

namespace {

basic_answer data(std::string text) {
  return {std::nullopt, std::move(text)};
}

basic_answer info(std::string text) {
  return {cli_severity::info, std::move(text) + '\n'};
}

basic_answer error(std::string text) {
  return {cli_severity::error, std::move(text)};
}

} // namespace

std::string text_of(basic_answer answer, severity_output how) {
  return answer.severity ? with_severity(how, *answer.severity, std::move(answer.text))
                         : std::move(answer.text);
}

namespace basic_command {

basic_answer echo(std::span<const std::string> arguments) {
  return info(join_words(arguments));
}

basic_answer show_cli_level(access_level level) {
  return info(std::string(level_name(level)));
}

basic_answer show_cli_sockets(std::span<const shown_socket> sockets) {
  auto text = std::string{"# socket lvl processes\n"};
  for (const auto& socket : sockets)
    text += fmt::format("{} {} all\n", socket.address, level_name(socket.level));
  return data(std::move(text));
}

basic_answer show_env(std::span<const std::string> arguments) {
  auto wanted = arguments.empty() ? std::string{} : arguments.front() + '=';
  auto text = std::string{};
  for (auto** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with(wanted))
      continue;
    text.append(*variable) += '\n';
    if (!arguments.empty())
      break;
  }
  return arguments.empty() || !text.empty() ? data(std::move(text)) : error("Variable not found\n");
}

basic_answer show_fd(std::span<const std::string> arguments, const worker::fd_owners& owners) {
  auto lines = worker::show_fds(arguments, owners);
  return lines ? data(std::move(*lines)) : error(std::move(lines.error()));
}

basic_answer show_version(std::string_view version) {
  return info(std::string(version));
}

} // namespace basic_command

} // namespace mw
