// `balance leastconn` and `balance first`: servers by what they have to do.
#include "actors/relay/balance/balancer.hpp"

#include <algorithm>
#include <tuple>

namespace mw::relay {

namespace {

/// Takes the server with the lowest load by weight; among equals the one that has had it longest.
class least_connections final : public balancer {
public:
  explicit least_connections(const backend& x) : backend_(x) { servers_changed(); }

  server* choose(const choice& in) override {
    const seat* found = nullptr;
    const seat* avoided = nullptr;
    for (const auto& one : seats_) {
      if (is_saturated(*one.who, in.now))
        continue;
      if (one.who == in.avoid)
        avoided = &one;
      else if (found == nullptr || one.rank() < found->rank())
        found = &one;
    }
    found = found != nullptr ? found : avoided;
    return found != nullptr ? found->who : nullptr;
  }

  void servers_changed() override {
    seats_.clear();
    for (auto* one : serving(backend_))
      seats_.push_back({.who = one, .load = load_of(*one), .order = ++order_});
  }

  void load_changed(const server& x) override {
    auto place =
        std::find_if(seats_.begin(), seats_.end(), [&](const seat& one) { return one.who == &x; });
    if (place == seats_.end())
      return;
    if (auto load = load_of(x); load != place->load) {
      place->load = load;
      place->order = ++order_;
    }
  }

private:
  struct seat {
    server* who;
    uint64_t load;
    uint64_t order;

    std::tuple<uint64_t, uint64_t> rank() const { return {load, order}; }
  };

  /// Counts one session more than there are: a heavy server is better even if both have one.
  static uint64_t load_of(const server& x) {
    auto has = x.served + x.queue.size();
    return has == 0 ? 0 : (has + 1) * 256 * 16 / x.effective_weight;
  }

  const backend& backend_;
  std::vector<seat> seats_;
  uint64_t order_ = 0;
};

/// Fills one server after the other, by their numbers.
class first_with_room final : public balancer {
public:
  explicit first_with_room(const backend& x) : backend_(x) { servers_changed(); }

  server* choose(const choice& in) override {
    server* avoided = nullptr;
    for (auto* one : servers_) {
      if (is_saturated(*one, in.now))
        continue;
      if (one != in.avoid)
        return one;
      avoided = one;
    }
    return avoided;
  }

  void servers_changed() override {
    servers_ = serving(backend_);
    std::stable_sort(servers_.begin(), servers_.end(), [](const server* a, const server* b) {
      return a->settings.id < b->settings.id;
    });
  }

private:
  const backend& backend_;
  std::vector<server*> servers_;
};

} // namespace

std::unique_ptr<balancer> make_least_connections(const backend& x) {
  return std::make_unique<least_connections>(x);
}

std::unique_ptr<balancer> make_first(const backend& x) {
  return std::make_unique<first_with_room>(x);
}

} // namespace mw::relay
