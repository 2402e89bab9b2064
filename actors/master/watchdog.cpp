// The watchdog: see watchdog.hpp.
#include "actors/master/watchdog.hpp"

#include "actors/log/log.hpp"

namespace mw {

watchdog_state::watchdog_state(runtime::host<handle>* self, watched_components watched,
                               std::chrono::microseconds period, std::function<void()> on_alive)
    : self_(self), watched_(std::move(watched)), period_(period), on_alive_(std::move(on_alive)) {}

watchdog_actor::behavior_type watchdog_state::make_behavior() {
  return {
      [this](const round_due&) { begin_round(); },
  };
}

void watchdog_state::begin_round() {
  if (missing_ > 0)
    log::warning("watchdog: {} of {} components have not answered within {} ms", missing_, asked(),
                 std::chrono::duration_cast<std::chrono::milliseconds>(period_).count());
  ++round_;
  missing_ = asked();
  ask(watched_.master);
  ask(watched_.route_news);
  ask(watched_.programs);
  for (const auto& listener : watched_.listeners)
    ask(listener);
  self_->delayed_send(self_, period_, round_due{});
}

template <class Actor>
void watchdog_state::ask(const Actor& component) {
  self_->request(component, period_, health_check{})
      .then([this, round = round_](const alive&) { answered(round); }, [](const caf::error&) {});
}

void watchdog_state::answered(uint64_t round) {
  if (round == round_ && --missing_ == 0)
    on_alive_();
}

} // namespace mw
