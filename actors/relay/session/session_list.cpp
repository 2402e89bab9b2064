// All sessions: see session_list.hpp.
#include "actors/relay/session/session_list.hpp"

#include "actors/relay/engine.hpp"

#include <algorithm>

namespace mw::relay {

void session_list::open(listener& by, net::unique_fd client, const net::socket_address& source) {
  if (running_.empty())
    busy_.emplace(stop_);
  auto& added = running_.emplace_back(engine_, by, std::move(client), source, ++last_id_);
  added.place_ = std::prev(running_.end());
  by.owner->update_state();
  added.start();
}

void session_list::over(session& x) {
  over_.splice(over_.end(), running_, x.place_);
}

bool session_list::after_batch() {
  auto due = std::exchange(later_, {});
  for (auto* one : due)
    one->resume();
  std::erase_if(later_, [](const session* one) { return one->over(); });
  over_.clear();
  if (running_.empty())
    busy_.reset();
  return !later_.empty();
}

session* session_list::find(uint64_t id) {
  auto found = std::find_if(running_.begin(), running_.end(),
                            [id](const session& x) { return x.id() == id; });
  return found == running_.end() ? nullptr : &*found;
}

} // namespace mw::relay
