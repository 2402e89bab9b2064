// What HAProxy makes of conditions: see condition_judge.hpp.
#include "actors/plan/condition_judge.hpp"

#include "net/base/readable.hpp"
#include "net/process/child_process.hpp"

#include <csignal>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace mw {

namespace {

/// One word for HAProxy, which would take out quotes and fill in variables once more.
std::string quoted(const std::string& text) {
  auto result = std::string{"'"};
  for (auto byte : text)
    result += byte == '\'' ? std::string{R"('\'')"} : std::string{byte};
  return result += '\'';
}

/// The end of the process, within the limit; else it is killed.
std::optional<net::exit_status> end_of(const net::child_process& child) {
  auto in_time = net::is_readable(child.pidfd.get(), judge_time_limit);
  if (!in_time) {
    net::send_signal(child.pidfd.get(), SIGKILL);
    net::is_readable(child.pidfd.get(), judge_time_limit);
  }
  auto status = net::reap(child.pidfd.get());
  return in_time ? status : std::nullopt;
}

/// Runs `<command> -cc <condition>`: 0 is yes, 1 is no.
std::optional<bool> ask(net::program command, const std::string& condition) {
  auto nowhere = net::unique_fd{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  for (auto stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    command.descriptors.emplace_back(nowhere.get(), stream);
  command.arguments.insert(command.arguments.end(), {"-cc", quoted(condition)});
  auto child = net::start(command);
  auto end = child ? end_of(*child) : std::nullopt;
  if (!end || end->signal != 0 || end->code > 1)
    return std::nullopt;
  return end->code == 0;
}

} // namespace

config::condition_judge ask_haproxy(std::string path, std::vector<std::string> options) {
  options.insert(options.begin(), path);
  return [path = std::move(path), options = std::move(options), knows = std::optional<bool>{}](
             const std::string& condition,
             const std::vector<std::string>& variables) mutable -> std::optional<bool> {
    auto command = net::program{
        .path = path, .arguments = options, .environment = variables, .descriptors = {}};
    auto answer = ask(command, condition);
    if (answer != false)
      return answer;
    // A program that does not know `-cc` may well end with 1, too.
    if (!knows)
      knows = ask(command, "1") == true;
    return *knows ? answer : std::nullopt;
  };
}

} // namespace mw
