// From sections to commands: see program_command.hpp.
#include "actors/plan/program_command.hpp"

#include "actors/config/text/environment.hpp"
#include "net/process/program_path.hpp"

#include <fmt/format.h>

#include <csignal>

#include <unistd.h>

namespace mw {

tl::expected<std::vector<program_command>, std::string>
program_commands(std::span<const config::program_section> sections,
                 const std::vector<std::string>& variables,
                 const std::shared_ptr<net::unique_fd>& streams) {
  auto all = std::vector<program_command>{};
  auto search_path = config::environment{variables};
  for (const auto& section : sections) {
    const auto& word = section.command.front();
    auto path = net::find_program(word, search_path.get("PATH"));
    if (!path)
      return tl::unexpected(fmt::format("the program '{}' cannot be executed: {}: {}", section.name,
                                        word, path.error().message()));
    auto& made = all.emplace_back(program_command{.name = section.name,
                                                  .command = {.path = *path,
                                                              .arguments = section.command,
                                                              .environment = variables,
                                                              .descriptors = {},
                                                              .parent_death_signal = SIGTERM,
                                                              .user = section.uid,
                                                              .group = section.gid},
                                                  .start_on_reload = section.start_on_reload,
                                                  .streams = streams});
    if (streams)
      for (auto standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        made.command.descriptors.emplace_back(streams->get(), standard);
  }
  return all;
}

} // namespace mw
