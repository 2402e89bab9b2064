// Reads the variables of systemd's socket activation: see passed_sockets.hpp.
#include "net/listen/passed_sockets.hpp"

#include "net/base/failure.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>

#include <unistd.h>

namespace mw::net {

namespace {

constexpr int first_passed = 3;

bool is_pid(std::string_view text, pid_t pid) {
  return parse_number(text) == static_cast<unsigned>(pid);
}

std::vector<std::string_view> names_in(std::string_view text) {
  std::vector<std::string_view> names;
  for (auto colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':')) {
    names.push_back(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  names.push_back(text);
  return names;
}

/// Lists the name of each descriptor, if they are meant for us.
tl::expected<std::vector<std::string_view>, std::string> names_for(pid_t self,
                                                                   const passed_texts& given) {
  if (!given.pid || !given.count || !given.names)
    return failure("{} is not set", !given.pid     ? "LISTEN_PID"
                                    : !given.count ? "LISTEN_FDS"
                                                   : "LISTEN_FDNAMES");
  if (!is_pid(*given.pid, self))
    return failure("LISTEN_PID is '{}', this process is {}", *given.pid, self);
  auto names = names_in(*given.names);
  if (parse_number<size_t>(*given.count) != names.size())
    return failure("LISTEN_FDS is '{}', but LISTEN_FDNAMES has {} ({})", *given.count, names.size(),
                   fmt::join(names, ", "));
  return names;
}

std::optional<std::string_view> variable(const char* name) {
  const char* text = std::getenv(name);
  return text ? std::optional<std::string_view>(text) : std::nullopt;
}

} // namespace

passed_descriptors find_passed(std::string_view name, const passed_texts& given, pid_t self) {
  auto names = names_for(self, given);
  if (!names)
    return tl::unexpected(names.error());
  std::vector<int> found;
  for (size_t at = 0; at < names->size(); ++at)
    if ((*names)[at] == name)
      found.push_back(first_passed + static_cast<int>(at));
  if (found.empty())
    return failure("no such name in LISTEN_FDNAMES ({})", fmt::join(*names, ", "));
  return found;
}

passed_descriptors find_passed(std::string_view name) {
  return find_passed(name,
                     {variable("LISTEN_PID"), variable("LISTEN_FDS"), variable("LISTEN_FDNAMES")},
                     ::getpid());
}

void take_over_passed(pid_t before) {
  auto given = variable("LISTEN_PID");
  if (given && is_pid(*given, before))
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
}

} // namespace mw::net
