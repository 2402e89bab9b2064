// From options and configuration to HAProxy's command line: see haproxy_executable.hpp.
#include "actors/plan/haproxy_executable.hpp"

#include "actors/log/log.hpp"
#include "net/base/sealed_text.hpp"
#include "net/process/program_path.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <fcntl.h>

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

/// A sealed copy, which is there for who executes a program with it.
tl::expected<std::string, std::string> inheritable_path(std::string_view text) {
  return seal_file(text).map([](net::unique_fd file) {
    ::fcntl(file.get(), F_SETFD, 0);
    return fmt::format("/proc/self/fd/{}", file.release());
  });
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
  }
  return {};
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
  auto words = std::vector<std::string>{options.program, "-c"};
  words.insert(words.end(), options.words.begin(), options.words.end());
  if (rewritten.empty())
    for (const auto& path : options.config_paths)
      words.insert(words.end(), {"-f", path});
  for (size_t at = 0; !rewritten.empty() && at < sources.size(); ++at) {
    auto path = holds(rewritten, at) ? inheritable_path(sources[at].text) : sources[at].name;
    if (!path)
      return log::alert("{}", path.error()), 1;
    words.insert(words.end(), {"-f", *path});
  }
  return become_haproxy(std::move(words));
}

int become_haproxy(std::vector<std::string> words) {
  auto program = words.front();
  auto error = net::become_program(std::move(words));
  log::alert("the worker program '{}' cannot be executed: {}", program, error.message());
  return 1;
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
