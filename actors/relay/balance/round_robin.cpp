// `balance roundrobin`: each server's turns are spread evenly over time.
#include "actors/relay/balance/balancer.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace mw::relay {

namespace {

/// Time counts in turns. A window has as many turns as all weights together; in it a server of
/// weight w has one turn every window / w, the first as soon as nobody else is due.
class round_robin final : public balancer {
public:
  explicit round_robin(const backend& x) : backend_(x) { restart(); }

  server* choose(const choice& in) override {
    for (auto& one : seats_)
      one.passed_over = false;
    server* avoided = nullptr;
    for (auto left = seats_.size(); left > 0; --left) {
      auto& next = next_seat();
      take_turn(next);
      next.passed_over = true;
      if (is_saturated(*next.who, in.now))
        continue;
      if (next.who != in.avoid)
        return next.who;
      avoided = next.who;
    }
    return avoided;
  }

  void servers_changed() override { restart(); }

private:
  enum class stage : uint8_t {
    fresh,   ///< had no turn in this window
    due,     ///< the next one is at `due`
    finished ///< had all of them
  };

  struct seat {
    server* who;
    unsigned weight;
    uint64_t order; ///< who came here first is first among equals
    stage at = stage::fresh;
    unsigned due = 0;
    unsigned remainder = 0; ///< the fraction of `due`, in weights
    bool passed_over = false;

    /// Compares turns: the earlier one first; then the fraction and the weight decide, in HAProxy's
    /// units.
    auto rank() const { return std::tuple(due, (256 * 16 + remainder - weight) / 16, order); }
  };

  void restart() {
    seats_.clear();
    for (auto* one : serving(backend_))
      seats_.push_back({.who = one, .weight = one->effective_weight, .order = ++order_});
    window_ = std::accumulate(seats_.begin(), seats_.end(), 0U,
                              [](unsigned sum, const seat& x) { return sum + x.weight; });
    turn_ = 0;
  }

  template <class Before>
  seat* best(stage at, Before before) {
    seat* found = nullptr;
    for (auto& one : seats_)
      if (one.at == at && !one.passed_over && (found == nullptr || before(one, *found)))
        found = &one;
    return found;
  }

  seat* next_of_window() {
    auto* due = best(stage::due, [](const seat& a, const seat& b) { return a.rank() < b.rank(); });
    if (due != nullptr && due->due <= turn_)
      return due;
    auto* fresh = best(stage::fresh, [](const seat& a, const seat& b) {
      return std::tuple(b.weight, a.order) < std::tuple(a.weight, b.order);
    });
    return fresh != nullptr ? fresh : due;
  }

  /// Tells whether there is a server that was not passed over.
  seat& next_seat() {
    if (auto* found = next_of_window())
      return *found;
    turn_ = 0;
    for (auto& one : seats_)
      if (one.at == stage::finished)
        one.at = stage::fresh;
    return *next_of_window();
  }

  void take_turn(seat& x) {
    if (x.at == stage::fresh) {
      x.due = turn_;
      x.remainder = 0;
    }
    x.due += window_ / x.weight;
    x.remainder += window_ % x.weight;
    if (x.remainder >= x.weight) {
      x.remainder -= x.weight;
      ++x.due;
    }
    x.at = x.due < window_ ? stage::due : stage::finished;
    x.order = ++order_;
    ++turn_;
  }

  const backend& backend_;
  std::vector<seat> seats_;
  unsigned window_ = 0;
  unsigned turn_ = 0;
  uint64_t order_ = 0;
};

} // namespace

std::unique_ptr<balancer> make_round_robin(const backend& x) {
  return std::make_unique<round_robin>(x);
}

} // namespace mw::relay
