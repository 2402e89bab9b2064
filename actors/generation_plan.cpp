// From the configuration's files to a generation's plan: see generation_plan.hpp.
#include "actors/generation_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

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

tl::expected<std::vector<shared_sockets>, std::string> open_worker_sockets(const config& values,
                                                                           socket_store& sockets) {
  auto all = std::vector<shared_sockets>{};
  for (const auto& bind : values.stats_sockets) {
    auto opened = sockets.get(bind);
    if (!opened)
      return tl::unexpected(opened.error());
    all.push_back(std::move(*opened));
  }
  return all;
}

generation_plan limits_of(const config& values) {
  return {
      .program = {},
      .exit_on_failure = values.exit_on_failure,
      .hard_stop_after = values.hard_stop_after,
      .max_reloads = values.max_reloads,
      .ready_within = values.ready_within,
      .hung_after = values.hung_after,
      .no_restart_codes = values.no_restart_codes,
  };
}

} // namespace

tl::expected<checked_configuration, std::vector<std::string>>
check_configuration(const std::vector<std::string>& paths, std::vector<std::string> environment) {
  auto sources = read_sources(paths);
  if (!sources)
    return tl::unexpected(std::vector{sources.error()});
  auto parsed = parse_config(*sources, std::move(environment));
  if (!parsed)
    return tl::unexpected(in_log_form(std::move(parsed.error()), paths));
  return checked_configuration{std::move(*sources), std::move(*parsed)};
}

tl::expected<plan_ptr, std::string>
make_plan(const plan_inputs& inputs, checked_configuration configuration, socket_store& sockets) {
  auto& values = configuration.values;
  auto opened = open_worker_sockets(values, sockets);
  if (!opened)
    return tl::unexpected(opened.error());
  auto sealed = seal_sources(configuration.sources);
  if (!sealed)
    return tl::unexpected(sealed.error());
  auto workers = inputs.nbproc.value_or(values.nbproc.value_or(1));
  auto plan = limits_of(values);
  plan.workers = static_cast<int32_t>(workers);
  plan.program = {
      .path = "/proc/self/exe",
      .environment = worker_environment(std::move(values.environment), inputs.own_variables),
      .count = workers,
      .configuration = std::make_shared<net::unique_fd>(std::move(*sealed)),
      .streams = inputs.streams,
      .sockets = std::move(*opened),
  };
  return std::make_shared<const generation_plan>(std::move(plan));
}

} // namespace mw
