// The configuration loader: reads and checks the configuration for a reload.
#pragma once

#include "actors/plan/certificate_source.hpp"
#include "actors/plan/generation_plan.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <string>
#include <vector>

namespace mw {

/// Settings that have an effect at the program's start only.
struct launch_settings {
  std::string pid_file;
  bool daemon = false;

  friend bool operator==(const launch_settings&, const launch_settings&) = default;
};

inline launch_settings launch_settings_of(const config::configuration& values) {
  return {values.pid_file, values.daemon};
}

/// Owns the store of the workers' sockets.
class configuration_loader_state {
public:
  using handle = configuration_loader_actor;
  static constexpr const char* name = "configuration-loader";

  /// `at_launch`: of the configuration that the program was started with. `certificates`: of all
  /// `-S` that speak TLS.
  configuration_loader_state(runtime::host<handle>* self, plan_inputs inputs, socket_store sockets,
                             launch_settings at_launch,
                             std::vector<certificate_source> certificates = {});

  handle::behavior_type make_behavior();

private:
  loaded_configuration load();

  plan_inputs inputs_;
  socket_store sockets_;
  launch_settings at_launch_;
  std::vector<certificate_source> certificates_;
};

} // namespace mw
