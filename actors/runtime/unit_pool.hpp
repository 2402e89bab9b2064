// Threads for components that come and go: worker proxies.
#pragma once

#include "actors/runtime/asio_unit.hpp"

#include <memory>
#include <string>
#include <vector>

namespace mw {

/// Owns units, started ones and idle ones. A unit is given back, not destroyed: a message that
/// another thread is just enqueueing may still be on its way to the actor that lived there. One
/// thread only (the owner's) may call it.
class unit_pool {
public:
  /// `threads` false: units turn by poll() only, for tests.
  explicit unit_pool(caf::actor_system& system, bool threads = true);

  /// A unit of this name, for one component.
  asio_unit& acquire(std::string thread_name);
  /// The component has ended; its unit may serve another one.
  void release(asio_unit& unit);

  size_t size() const { return units_.size(); }

  /// One turn of every unit, in the caller's thread; for tests.
  size_t poll();

private:
  caf::actor_system& system_;
  bool threads_;
  std::vector<std::unique_ptr<asio_unit>> units_;
  std::vector<asio_unit*> idle_;
};

} // namespace mw
