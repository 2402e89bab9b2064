// The configuration loader: see configuration_loader.hpp.
#include "actors/plan/configuration_loader.hpp"

#include "actors/log/log.hpp"

#include <string>

namespace mw {

configuration_loader_state::configuration_loader_state(runtime::host<handle>*, plan_inputs inputs,
                                                       socket_store sockets,
                                                       launch_settings at_launch,
                                                       std::vector<certificate_source> certificates)
    : inputs_(std::move(inputs)),
      sockets_(std::move(sockets)),
      at_launch_(std::move(at_launch)),
      certificates_(std::move(certificates)) {}

configuration_loader_actor::behavior_type configuration_loader_state::make_behavior() {
  return {
      [this](const load_configuration&) { return load(); },
  };
}

loaded_configuration configuration_loader_state::load() {
  auto log = std::string{};
  auto checked = check_configuration(inputs_);
  if (!checked) {
    for (const auto& mistake : checked.error())
      log += log::tell(log::severity::alert, mistake);
    return {{}, std::move(log)};
  }
  for (const auto& warning : checked->values.warnings)
    log += log::tell(log::severity::warning, "config : " + warning);
  if (launch_settings_of(checked->values) != at_launch_)
    log += log::tell(log::severity::warning,
                     "config : 'daemon' and 'pidfile' have an effect at the next start only");
  auto certificates = read_certificates(certificates_);
  if (!certificates)
    return {{}, log + log::tell(log::severity::alert, certificates.error())};
  auto served = sockets_.has_open();
  auto plan = make_plan(inputs_, std::move(*checked), sockets_);
  if (!plan)
    log += log::tell(log::severity::alert, plan.error());
  else if (served && (*plan)->program.sockets.empty())
    log += log::tell(log::severity::warning, "config : " + std::string(no_listener));
  return {{plan.value_or(nullptr)}, std::move(log), std::move(*certificates)};
}

} // namespace mw
