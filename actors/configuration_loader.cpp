// The configuration loader: see configuration_loader.hpp.
#include "actors/configuration_loader.hpp"

#include "actors/log.hpp"

#include <string_view>

namespace mw {

namespace {

/// Logs, and keeps what was logged.
class told {
public:
  void tell(log::severity level, std::string_view text) {
    log::write(level, text);
    lines_ += log::line(level, text);
  }

  loaded_configuration refused() { return {{}, std::move(lines_)}; }

  loaded_configuration good(plan_ptr plan) { return {{std::move(plan)}, std::move(lines_)}; }

private:
  std::string lines_;
};

} // namespace

configuration_loader_state::configuration_loader_state(host<handle>*, plan_inputs inputs,
                                                       socket_store sockets,
                                                       launch_settings at_launch)
    : inputs_(std::move(inputs)), sockets_(std::move(sockets)), at_launch_(std::move(at_launch)) {}

configuration_loader_actor::behavior_type configuration_loader_state::make_behavior() {
  return {
      [this](const load_configuration&) { return load(); },
  };
}

loaded_configuration configuration_loader_state::load() {
  auto log = told{};
  auto checked = check_configuration(inputs_.config_paths, inputs_.environment);
  if (!checked) {
    for (const auto& mistake : checked.error())
      log.tell(log::severity::alert, mistake);
    return log.refused();
  }
  for (const auto& warning : checked->values.warnings)
    log.tell(log::severity::warning, "config : " + warning);
  if (launch_settings_of(checked->values) != at_launch_)
    log.tell(log::severity::warning,
             "config : 'daemon' and 'pidfile' have an effect at the next start only");
  auto plan = make_plan(inputs_, std::move(*checked), sockets_);
  if (plan)
    return log.good(std::move(*plan));
  log.tell(log::severity::alert, plan.error());
  return log.refused();
}

} // namespace mw
