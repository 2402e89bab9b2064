// The life of the whole service, from its first start to its end: one table.
#pragma once

#include "messages/processes/transition_table.hpp"

#include <cstdint>

namespace mw {

enum class service_state : uint8_t {
  starting,   ///< some worker of the first generation has never been ready
  announcing, ///< all have been ready once; the routers are told
  serving,    ///< the launcher knows; reloads may begin
  finishing,  ///< told to end when the clients do
  stopping,   ///< told to end now
  killing,    ///< told so twice: what is left is killed
};

enum class service_event : uint8_t {
  all_ready, ///< the last worker of the first generation is ready
  announced, ///< the routers know all workers
  finish,    ///< SIGUSR1
  stop,      ///< SIGTERM, SIGINT, or a failure that ends all
};

inline constexpr auto service_life = [] {
  using enum service_state;
  using on = service_event;
  return transition_table{std::to_array<transition<service_state, service_event>>({
      {starting, on::all_ready, announcing},
      {starting, on::finish, finishing},
      {starting, on::stop, stopping},
      {announcing, on::announced, serving},
      {announcing, on::finish, finishing},
      {announcing, on::stop, stopping},
      {serving, on::finish, finishing},
      {serving, on::stop, stopping},
      {finishing, on::stop, stopping},
      {stopping, on::stop, killing},
      {killing, on::stop, killing},
  })};
}();

/// Whether the service has been told to end.
constexpr bool is_ending(service_state state) {
  return state >= service_state::finishing;
}

} // namespace mw
