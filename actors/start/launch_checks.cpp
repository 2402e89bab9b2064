// The first part of the start: see launch_checks.hpp.
#include "actors/start/launch_checks.hpp"

#include "actors/config/text/environment.hpp"
#include "actors/log/log.hpp"
#include "net/address/same_place.hpp"
#include "net/listen/inherited_descriptors.hpp"
#include "net/listen/passed_sockets.hpp"
#include "net/process/service_manager.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <sys/utsname.h>
#include <unistd.h>

namespace mw {

namespace {

/// `-L`, or the machine's name.
std::string local_peer(const plan_inputs& inputs) {
  const auto words = inputs.haproxy ? inputs.haproxy->words : std::vector<std::string>{};
  auto option = std::find(words.begin(), words.end(), "-L");
  if (option != words.end() && option + 1 != words.end())
    return *(option + 1);
  auto name = utsname{};
  return ::uname(&name) == 0 ? name.nodename : "";
}

/// The variables that the configuration starts from: all but those between systemd and this
/// process.
std::vector<std::string> environment_list(const std::string& peer) {
  auto list = std::vector<std::string>{};
  for (auto** variable = environ; *variable != nullptr; ++variable) {
    auto entry = std::string_view{*variable};
    if (!net::is_service_variable(entry.substr(0, entry.find('='))))
      list.emplace_back(entry);
  }
  auto variables = config::environment{std::move(list)};
  variables.set(config::local_peer_variable, peer);
  return variables.entries();
}

/// All but those that the CLI listens on: workers must not reach that.
std::vector<int> inherited_for_workers(const master_options& options) {
  auto numbers = net::inherited_descriptors();
  for (const auto& bind : options.binds) {
    std::erase(numbers, bind.where.fd);
    if (bind.where.form != net::address::kind::inherited || bind.where.path.empty())
      continue;
    for (auto named : net::find_passed(bind.where.path).value_or(std::vector<int>{}))
      std::erase(numbers, named);
  }
  return numbers;
}

/// `--worker`: what its processes will be started with. Conditions of the configuration may ask
/// HAProxy.
void prepare_haproxy(launch& start, const master_options& options) {
  if (options.worker.empty())
    return;
  auto haproxy = haproxy_options{.program = options.worker,
                                 .words = options.worker_words,
                                 .config_paths = options.config_paths,
                                 .takes_over_sockets = !options.no_transfer,
                                 .inherited = inherited_for_workers(options)};
  ::getrlimit(RLIMIT_NOFILE, &haproxy.descriptor_limit);
  if (!options.transfer_from.empty()) {
    haproxy.foreign = std::make_shared<foreign_sockets>();
    haproxy.foreign->address = options.transfer_from;
  }
  start.inputs.haproxy = std::move(haproxy);
}

} // namespace

bool complain(const std::string& error) {
  log::alert("{}", error);
  return false;
}

bool change_directory(const master_options& options) {
  if (options.change_to.empty() || ::chdir(options.change_to.c_str()) == 0)
    return true;
  return complain(
      fmt::format("cannot change to directory '{}': {}", options.change_to, std::strerror(errno)));
}

void warn(launch& start, std::string_view text) {
  start.log += log::tell(log::severity::warning, text);
}

bool read_configuration(launch& start, const master_options& options) {
  prepare_haproxy(start, options);
  start.inputs.config_paths = options.config_paths;
  start.inputs.nbproc = options.nbproc;
  start.inputs.own_variables.emplace_back("HAPROXY_MWORKER", "1"); // conditions may ask for it
  start.inputs.environment = environment_list(local_peer(start.inputs));
  auto checked = check_configuration(start.inputs);
  if (!checked) {
    for (const auto& mistake : checked.error())
      complain(mistake);
    return false;
  }
  for (const auto& warning : checked->values.warnings)
    warn(start, "config : " + warning);
  const auto& values = checked->values;
  start.settings = launch_settings_of(values);
  start.pid_file = options.pid_file.empty() ? values.pid_file : options.pid_file;
  start.daemon = options.daemon || (values.daemon && !options.foreground);
  start.configuration = std::move(*checked);
  return true;
}

bool check_certificates(const master_options& options) {
  auto read = read_certificates(certificates_of(options.binds));
  return read || complain(read.error());
}

bool check_pid_file(const std::string& path) {
  if (path.empty())
    return true;
  auto folder = std::filesystem::path{path}.parent_path();
  auto name = folder.empty() ? std::string{"."} : folder.string();
  if (::access(name.c_str(), W_OK | X_OK) == 0)
    return true;
  return complain(fmt::format("cannot write the pid file '{}': {}", path, std::strerror(errno)));
}

bool check_places(const launch& start, const master_options& options) {
  for (const auto& cli : options.binds)
    for (const auto& stats : start.configuration.values.stats_sockets)
      if (net::same_place(cli.where, stats.where))
        return complain(fmt::format("-S and 'stats socket' have the same address '{}'",
                                    to_string(stats.where)));
  return true;
}

} // namespace mw
