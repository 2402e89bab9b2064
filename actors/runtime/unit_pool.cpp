// Threads for components that come and go: see unit_pool.hpp.
#include "actors/runtime/unit_pool.hpp"

namespace mw {

unit_pool::unit_pool(caf::actor_system& system, bool threads)
    : system_(system), threads_(threads) {}

asio_unit& unit_pool::acquire(std::string thread_name) {
  if (idle_.empty()) {
    units_.push_back(std::make_unique<asio_unit>(system_, std::move(thread_name)));
    if (threads_)
      units_.back()->start();
    return *units_.back();
  }
  auto& unit = *idle_.back();
  idle_.pop_back();
  unit.rename(std::move(thread_name));
  return unit;
}

void unit_pool::release(asio_unit& unit) {
  idle_.push_back(&unit);
}

size_t unit_pool::poll() {
  auto handled = size_t{0};
  for (auto& unit : units_)
    handled += unit->poll();
  return handled;
}

} // namespace mw
