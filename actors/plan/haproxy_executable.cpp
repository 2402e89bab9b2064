// From options and configuration to HAProxy's command line: see haproxy_executable.hpp.
#include "actors/plan/haproxy_executable.hpp"

#include "actors/config/text/environment.hpp"
#include "actors/log/log.hpp"
#include "net/base/pipe.hpp"
#include "net/base/readable.hpp"
#include "net/base/sealed_text.hpp"
#include "net/process/program_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>

#include <unistd.h>

namespace mw {

namespace {

using shared_file = std::shared_ptr<net::unique_fd>;

/// HAProxy's own limit is 10, ten clients that watch something would keep us from asking whether it
/// lives. The file comes first: what the user's own say of `stats maxconn` holds.
std::string cli_text(int control_fd) {
  return fmt::format("global\n"
                     "    stats socket sockpair@{} level admin expose-fd listeners\n"
                     "    stats maxconn 1024\n",
                     control_fd);
}

int above_inherited(std::span<const int> inherited) {
  constexpr int first_free = 3;
  return inherited.empty() ? first_free : std::max(first_free, std::ranges::max(inherited) + 1);
}

tl::expected<net::unique_fd, std::string> seal_file(std::string_view text) {
  return net::seal_text("configuration", text).map_error([](const std::error_code& error) {
    return fmt::format("cannot keep the configuration in memory: {}", error.message());
  });
}

tl::expected<void, std::string> add_file(haproxy_executable& to, std::string_view text) {
  auto file = seal_file(text);
  if (!file)
    return tl::unexpected(file.error());
  auto number = to.first_file_fd() + static_cast<int>(to.files.size());
  to.files.push_back(std::make_shared<net::unique_fd>(std::move(*file)));
  to.arguments.insert(to.arguments.end(), {"-f", fmt::format("/proc/self/fd/{}", number)});
  return {};
}

bool holds(std::span<const size_t> places, size_t place) {
  return std::ranges::find(places, place) != places.end();
}

/// Names the configuration as typed, unless a file had to be rewritten: then file by file.
tl::expected<void, std::string> add_configuration(haproxy_executable& to,
                                                  const haproxy_options& options,
                                                  std::span<const config::source> sources,
                                                  std::span<const size_t> rewritten) {
  if (rewritten.empty()) {
    for (const auto& path : options.config_paths)
      to.arguments.insert(to.arguments.end(), {"-f", path});
    return {};
  }
  for (size_t at = 0; at < sources.size(); ++at) {
    if (!holds(rewritten, at))
      to.arguments.insert(to.arguments.end(), {"-f", sources[at].name});
    else if (auto added = add_file(to, sources[at].text); !added)
      return added;
    else
      to.file_names.emplace_back(to.arguments.back(), sources[at].name);
  }
  return {};
}

int cannot_execute(const std::string& program, const std::error_code& why) {
  log::alert("the worker program '{}' cannot be executed: {}", program, why.message());
  return 1;
}

/// For each portion of HAProxy's messages: looking names up may hold a check up for minutes.
constexpr auto check_time_limit = std::chrono::minutes{10};

/// All that is written up to the last writer's end, or the time limit.
std::string read_all(int pipe) {
  auto all = std::string{};
  std::array<char, 4096> buffer{};
  while (net::is_readable(pipe, check_time_limit)) {
    auto size = ::read(pipe, buffer.data(), buffer.size());
    if (size <= 0)
      break;
    all.append(buffer.data(), static_cast<size_t>(size));
  }
  return all;
}

/// Runs HAProxy to its end, and prints what it has said with the names of the files.
int run_check(const haproxy_executable& what) {
  const auto& name = what.arguments.front();
  auto variables = config::own_environment();
  auto path = net::find_program(name, variables.get("PATH"));
  auto errors = net::make_pipe();
  if (!path || !errors)
    return cannot_execute(name, path ? errors.error() : path.error());
  auto command = net::program{.path = *path,
                              .arguments = what.arguments,
                              .environment = variables.entries(),
                              .descriptors = {{errors->write.get(), STDERR_FILENO}}};
  for (auto number : what.inherited)
    command.descriptors.emplace_back(number, number);
  for (size_t at = 0; at < what.files.size(); ++at)
    command.descriptors.emplace_back(what.files[at]->get(),
                                     what.first_file_fd() + static_cast<int>(at));
  auto child = net::start(command);
  if (!child)
    return cannot_execute(name, child.error());
  errors->write.reset();
  std::fputs(log::with_names(read_all(errors->read.get()), what.file_names).c_str(), stderr);
  if (!net::is_readable(child->pidfd.get(), check_time_limit))
    net::send_signal(child->pidfd.get(), SIGKILL);
  net::is_readable(child->pidfd.get(), check_time_limit);
  return net::reap(child->pidfd.get()).value_or(net::lost_status).code;
}

} // namespace

tl::expected<haproxy_executable, std::string>
make_haproxy_executable(const haproxy_options& options, std::span<const config::source> sources,
                        std::span<const size_t> rewritten) {
  auto made = haproxy_executable{.arguments = {options.program, "-db"},
                                 .files = {},
                                 .inherited = options.inherited,
                                 .takes_over_sockets = options.takes_over_sockets,
                                 .descriptor_limit = options.descriptor_limit,
                                 .foreign = options.foreign,
                                 .control_fd = above_inherited(options.inherited)};
  made.arguments.insert(made.arguments.end(), options.words.begin(), options.words.end());
  auto added = add_file(made, cli_text(made.control_fd));
  if (added)
    added = add_configuration(made, options, sources, rewritten);
  if (!added)
    return tl::unexpected(added.error());
  return made;
}

int check_with_haproxy(const haproxy_options& options, std::span<const config::source> sources,
                       std::span<const size_t> rewritten) {
  auto checked = haproxy_executable{.arguments = {options.program, "-c"},
                                    .files = {},
                                    .inherited = options.inherited,
                                    .control_fd = above_inherited(options.inherited)};
  auto& words = checked.arguments;
  words.insert(words.end(), options.words.begin(), options.words.end());
  if (auto added = add_configuration(checked, options, sources, rewritten); !added)
    return log::alert("{}", added.error()), 1;
  return rewritten.empty() ? become_haproxy(std::move(words)) : run_check(checked);
}

int become_haproxy(std::vector<std::string> words) {
  auto program = words.front();
  return cannot_execute(program, net::become_program(std::move(words)));
}

void complete(net::program& command, const haproxy_executable& with, int control, int predecessor) {
  command.arguments = with.arguments;
  command.descriptor_limit = with.descriptor_limit;
  auto& descriptors = command.descriptors;
  for (auto number : with.inherited)
    descriptors.emplace_back(number, number);
  descriptors.emplace_back(control, with.control_fd);
  for (size_t at = 0; at < with.files.size(); ++at)
    descriptors.emplace_back(with.files[at]->get(), with.first_file_fd() + static_cast<int>(at));
  auto& words = command.arguments;
  if (predecessor < 0 && with.foreign && !with.foreign->over)
    words.insert(words.end(), {"-x", with.foreign->address});
  if (predecessor < 0)
    return;
  descriptors.emplace_back(predecessor, with.predecessor_fd());
  auto source = fmt::format("sockpair@{}", with.predecessor_fd());
  words.insert(words.end(), {"-x", std::move(source)});
}

} // namespace mw
