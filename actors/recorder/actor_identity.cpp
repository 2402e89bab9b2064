// The work of actors so far: see actor_identity.hpp.
#include "actors/recorder/actor_identity.hpp"

#include "actors/recorder/packed_record.hpp"
#include "actors/recorder/ticks.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace mw {

namespace {

struct roster {
  std::mutex access;
  std::list<const actor_identity*> all;
};

roster& live() {
  static roster instance;
  return instance;
}

} // namespace

void actor_identity::enlist(const char* name, uint64_t id, const std::string& thread) {
  name_ = name;
  id_ = id;
  word_ = recorder::actor_word(id, name);
  thread_ = &thread;
  since_ = ticks::now();
  auto lock = std::lock_guard{live().access};
  place_ = live().all.insert(live().all.end(), this);
  listed_ = true;
}

void actor_identity::strike_off() {
  auto lock = std::lock_guard{live().access};
  if (std::exchange(listed_, false))
    live().all.erase(place_);
}

actor_view actor_identity::view() const {
  constexpr auto relaxed = std::memory_order_relaxed;
  auto handled = handled_.load(relaxed);
  auto sent = std::max(sent_.load(relaxed), handled);
  auto waiting = sent - handled;
  return {.name = name_,
          .id = id_,
          .thread = *thread_,
          .waiting = waiting,
          .most_waiting = sent == 0 ? 0 : most_waiting_.load(relaxed),
          .handled = handled,
          .busy = busy_.load(relaxed),
          .since = since_,
          .oldest = waiting == 0 ? 0 : oldest_.load(relaxed)};
}

std::vector<actor_view> live_actors() {
  auto views = std::vector<actor_view>{};
  {
    auto lock = std::lock_guard{live().access};
    for (const auto* one : live().all)
      views.push_back(one->view());
  }
  std::sort(views.begin(), views.end(),
            [](const auto& one, const auto& other) { return one.id < other.id; });
  return views;
}

} // namespace mw
