// From the configuration's files to a generation's plan: see generation_plan.hpp.
#include "actors/plan/generation_plan.hpp"

#include "actors/config/haproxy_config.hpp"
#include "actors/config/parse_config.hpp"
#include "actors/config/text/environment.hpp"
#include "actors/plan/condition_judge.hpp"
#include "net/process/program_path.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace mw {

namespace {

std::vector<std::string> in_log_form(std::vector<std::string> mistakes,
                                     const std::vector<std::string>& paths) {
  for (auto& mistake : mistakes)
    mistake.insert(0, "config : ");
  mistakes.push_back(
      fmt::format("config : Error(s) found in configuration file : {}", fmt::join(paths, ", ")));
  mistakes.emplace_back("config : Fatal errors found in configuration.");
  return mistakes;
}

/// The configuration's variables, and ours in place of what it may have set.
std::vector<std::string>
worker_environment(std::vector<std::string> configured,
                   const std::vector<std::pair<std::string, std::string>>& own) {
  for (const auto& [name, value] : own) {
    auto beginning = name + "=";
    std::erase_if(configured, [&](const auto& one) { return one.starts_with(beginning); });
    configured.push_back(beginning.append(value));
  }
  return configured;
}

/// Where a worker listens, and the line that says so.
struct worker_listener {
  const net::address& where;
  const net::listen_options& options;
  std::string line;
};

std::string line_of(const config::proxy_settings& proxy, const config::proxy_bind& bind) {
  return fmt::format("'bind' of {} '{}' at {}:{}", proxy.has_servers ? "listen" : "frontend",
                     proxy.name, bind.place.file, bind.place.line);
}

std::vector<worker_listener> worker_listeners(const config::configuration& values) {
  auto all = std::vector<worker_listener>{};
  for (const auto& bind : values.stats_sockets)
    all.push_back({bind.where, bind.socket,
                   fmt::format("'stats socket' at {}:{}", bind.place.file, bind.place.line)});
  for (const auto& proxy : values.proxies)
    for (const auto& bind : proxy.binds)
      all.push_back({bind.where, bind.socket, line_of(proxy, bind)});
  return all;
}

using worker_sockets = std::multimap<std::string, shared_sockets>;

tl::expected<worker_sockets, std::string> open_worker_sockets(const config::configuration& values,
                                                              socket_store& sockets) {
  auto all = worker_sockets{};
  for (const auto& [where, options, line] : worker_listeners(values)) {
    auto opened = sockets.get(where, options);
    if (!opened)
      return tl::unexpected(fmt::format("{} ({})", opened.error(), line));
    all.emplace(net::to_string(where), std::move(*opened));
  }
  return all;
}

bool takes_over_states(const config::configuration& values) {
  return std::any_of(values.proxies.begin(), values.proxies.end(), [](const auto& proxy) {
    return proxy.has_servers && proxy.load_states == config::state_source::master;
  });
}

unsigned worker_count(const plan_inputs& inputs, const config::configuration& values) {
  return inputs.nbproc.value_or(values.nbproc.value_or(1));
}

/// Whoever connects cannot know which worker answers.
void warn_of_shared_clis(const plan_inputs& inputs, config::configuration& values) {
  if (auto workers = worker_count(inputs, values); workers > 1 && !values.stats_sockets.empty())
    values.warnings.push_back(
        fmt::format("'stats socket' : each client gets any one of {} workers. For one of them use "
                    "-S <address>,target,@1, for all the prefix '@*'.",
                    workers));
}

generation_plan limits_of(const config::configuration& values) {
  return {
      .program = {},
      .exit_on_failure = values.exit_on_failure,
      .hard_stop_after = values.hard_stop_after,
      .max_reloads = values.max_reloads,
      .ready_within = values.ready_within,
      .hung_after = values.hung_after,
      .no_restart_codes = values.no_restart_codes,
      .takes_over_states = takes_over_states(values),
  };
}

/// Variables of HAProxy's master for its re-execution: a worker that finds them would take itself
/// for one.
constexpr std::array masters_own_variables{
    "HAPROXY_MWORKER_REEXEC", "HAPROXY_MWORKER_WAIT_ONLY", "HAPROXY_LOAD_SUCCESS",
    "HAPROXY_STARTUPLOGS_FD", "HAPROXY_PROCESSES",
};

/// For programs that are not ours.
std::vector<std::string> foreign_environment(std::vector<std::string> from,
                                             const plan_inputs& inputs) {
  auto variables = config::environment{std::move(from)};
  for (const auto* name : masters_own_variables)
    variables.remove(name);
  return worker_environment(variables.entries(), inputs.own_variables);
}

auto find_program(const plan_inputs& inputs) {
  auto variables = config::environment{inputs.environment};
  return net::find_program(inputs.haproxy->program, variables.get("PATH"));
}

std::string not_executable(const plan_inputs& inputs, const std::error_code& why) {
  return fmt::format("the worker program '{}' cannot be executed: {}", inputs.haproxy->program,
                     why.message());
}

/// Makes a judge of conditions that sees the environment of a worker.
config::condition_judge judge_for(const plan_inputs& inputs) {
  auto path = find_program(inputs);
  if (!path)
    return {};
  return [&inputs, ask = ask_haproxy(*path, inputs.haproxy->words)](
             const std::string& condition, const std::vector<std::string>& variables) {
    return ask(condition, foreign_environment(variables, inputs));
  };
}

tl::expected<worker_executable, std::string>
find_haproxy(const plan_inputs& inputs, const checked_configuration& configuration) {
  auto path = find_program(inputs);
  if (!path)
    return tl::unexpected(not_executable(inputs, path.error()));
  auto haproxy =
      make_haproxy_executable(*inputs.haproxy, configuration.sources, configuration.rewritten);
  if (!haproxy)
    return tl::unexpected(haproxy.error());
  return worker_executable{.path = *path,
                           .environment = foreign_environment(inputs.environment, inputs),
                           .configuration = {},
                           .streams = inputs.streams,
                           .haproxy = std::move(*haproxy)};
}

tl::expected<worker_executable, std::string>
built_in(const plan_inputs& inputs, checked_configuration& configuration, socket_store& sockets) {
  auto opened = open_worker_sockets(configuration.values, sockets);
  if (!opened)
    return tl::unexpected(opened.error());
  auto sealed = config::seal_sources(configuration.sources, inputs.environment);
  if (!sealed)
    return tl::unexpected(sealed.error());
  return worker_executable{
      .path = "/proc/self/exe",
      .environment =
          worker_environment(std::move(configuration.values.environment), inputs.own_variables),
      .configuration = std::make_shared<net::unique_fd>(std::move(*sealed)),
      .streams = inputs.streams,
      .sockets = std::move(*opened),
  };
}

} // namespace

tl::expected<checked_configuration, std::vector<std::string>>
check_configuration(const plan_inputs& inputs) {
  auto sources = config::read_sources(inputs.config_paths);
  if (!sources)
    return tl::unexpected(std::vector{sources.error()});
  if (inputs.haproxy) {
    auto found = config::read_haproxy_config(*sources, inputs.environment, judge_for(inputs));
    if (!found.mistakes.empty())
      return tl::unexpected(in_log_form(std::move(found.mistakes), inputs.config_paths));
    return checked_configuration{std::move(*sources), std::move(found.values),
                                 std::move(found.rewritten)};
  }
  auto parsed = config::parse_config(*sources, inputs.environment);
  if (!parsed)
    return tl::unexpected(in_log_form(std::move(parsed.error()), inputs.config_paths));
  warn_of_shared_clis(inputs, *parsed);
  return checked_configuration{std::move(*sources), std::move(*parsed)};
}

tl::expected<void, std::string> check_programs(const plan_inputs& inputs,
                                               const checked_configuration& configuration) {
  auto programs = program_commands(configuration.values.programs,
                                   foreign_environment(configuration.values.environment, inputs),
                                   inputs.streams);
  if (!programs)
    return tl::unexpected(std::move(programs.error()));
  if (inputs.haproxy)
    if (auto path = find_program(inputs); !path)
      return tl::unexpected(not_executable(inputs, path.error()));
  return {};
}

tl::expected<plan_ptr, std::string>
make_plan(const plan_inputs& inputs, checked_configuration configuration, socket_store& sockets) {
  auto workers = worker_count(inputs, configuration.values);
  auto plan = limits_of(configuration.values);
  auto programs = program_commands(configuration.values.programs,
                                   foreign_environment(configuration.values.environment, inputs),
                                   inputs.streams);
  if (!programs)
    return tl::unexpected(programs.error());
  plan.programs = std::move(*programs);
  auto program = inputs.haproxy ? find_haproxy(inputs, configuration)
                                : built_in(inputs, configuration, sockets);
  if (!program)
    return tl::unexpected(program.error());
  plan.program = std::move(*program);
  plan.program.count = workers;
  plan.workers = static_cast<int32_t>(workers);
  // It has told what is wrong with its configuration: again it would say the same.
  if (inputs.haproxy)
    plan.most_failed_starts = 1;
  return std::make_shared<const generation_plan>(std::move(plan));
}

} // namespace mw
