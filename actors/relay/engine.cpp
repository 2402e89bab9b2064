// The engine's outside: see engine.hpp.
#include "actors/relay/engine.hpp"

#include "actors/relay/core.hpp"

namespace mw::relay {

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
