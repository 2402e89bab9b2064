// Who wants a reload: see reload_queue.hpp.
#include "actors/master/reload_queue.hpp"

#include <iterator>
#include <utility>

namespace mw {

void reload_queue::want(bool hard) {
  next_.wanted = true;
  next_.hard |= hard;
}

bool reload_queue::begin() {
  if (!next_.wanted || !advance(reload_event::begin))
    return false;
  running_ = std::exchange(next_, {});
  ++number_;
  return true;
}

std::vector<reload_queue::asker> reload_queue::abandon() {
  advance(reload_event::stop);
  ++number_;
  auto all = take_askers();
  auto waiting = std::exchange(next_, {}).askers;
  all.insert(all.end(), std::move_iterator{waiting.begin()}, std::move_iterator{waiting.end()});
  return all;
}

} // namespace mw
