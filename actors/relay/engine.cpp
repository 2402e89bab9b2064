// The engine's outside: see engine.hpp.
#include "actors/relay/engine.hpp"

#include "actors/relay/core.hpp"

namespace mw::relay {

size_t room_of(const engine_parts& parts) {
  auto objects = size_t{0};
  for (const auto& proxy : parts.proxies)
    objects += 2 + proxy.servers.size(); // a frontend, a backend
  for (const auto& of_one_bind : parts.sockets)
    objects += of_one_bind.size();
  return objects * worker::shared_counters::room_of<counters>() +
         worker::shared_counters::room_of<traffic_totals>();
}

engine::engine(asio::io_context& io, engine_parts parts, worker::soft_stop& stop)
    : core_(std::make_unique<core>(io, std::move(parts), stop)), control_(*core_) {}

engine::~engine() = default;

void engine::start() {
  core_->start();
}

proxies& engine::state() {
  return core_->state;
}

const proxies& engine::state() const {
  return core_->state;
}

control& engine::actions() {
  return control_;
}

} // namespace mw::relay
