// What commands see of the balancer: see named_objects.hpp.
#include "actors/worker/base/named_objects.hpp"

namespace mw::worker {

const relay::proxies& balanced(const call& c) {
  static const relay::proxies none;
  return c.worker.balancer != nullptr ? c.worker.balancer->state() : none;
}

relay::control* balancer_actions(const call& c) {
  return c.worker.balancer != nullptr ? &c.worker.balancer->actions() : nullptr;
}

relay::server* named_server(const call& c, of_disabled which) {
  auto name = c.arguments.empty() ? std::string_view{} : std::string_view{c.arguments[0]};
  auto slash = name.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == name.size()) {
    say(c, cli_severity::error, "Require 'backend/server'.\n");
    return nullptr;
  }
  const auto* backend = balanced(c).find_backend(name.substr(0, slash));
  if (backend == nullptr) {
    say(c, cli_severity::error, "No such backend.\n");
    return nullptr;
  }
  auto* server = relay::proxies::find_server(*backend, name.substr(slash + 1));
  if (server == nullptr)
    say(c, cli_severity::error, "No such server.\n");
  if (server == nullptr || which == of_disabled::too || !backend->settings->disabled)
    return server;
  say(c, cli_severity::error, "Proxy is disabled.\n");
  return nullptr;
}

relay::frontend* named_frontend(const call& c) {
  if (c.arguments.empty() || c.arguments[0].empty()) {
    say(c, cli_severity::error, "A frontend name is expected.\n");
    return nullptr;
  }
  auto* frontend = balanced(c).find_frontend(c.arguments[0]);
  if (frontend == nullptr)
    say(c, cli_severity::error, "No such frontend.\n");
  return frontend;
}

void tell(const call& c, const relay::control::result& done) {
  if (!done)
    say(c, cli_severity::error, done.error());
}

} // namespace mw::worker
