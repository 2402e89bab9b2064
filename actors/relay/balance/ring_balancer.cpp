// `hash-type consistent` and `balance random`: servers on a ring, in many places by weight.
#include "actors/relay/balance/address_hash.hpp"
#include "actors/relay/balance/balancer.hpp"

#include <algorithm>
#include <random>

namespace mw::relay {

namespace {

/// Places servers on a ring of hashes. A server that leaves takes only its own places with it:
/// other clients keep their servers.
class ring_balancer final : public balancer {
public:
  explicit ring_balancer(const backend& x) : backend_(x), random_(std::random_device{}()) {
    servers_changed();
  }

  server* choose(const choice& in) override {
    if (ring_.empty())
      return nullptr;
    if (backend_.settings->balance == config::balance_algorithm::source)
      if (auto hash = hash_of(in.source))
        return nearest_but(in.avoid, spread(*hash));
    return draw(in);
  }

  void servers_changed() override {
    ring_.clear();
    for (auto* one : serving(backend_))
      for (unsigned number = 0; number < one->effective_weight; ++number)
        ring_.push_back({spread(one->settings.id * 256 * 16 + number), one});
    std::stable_sort(ring_.begin(), ring_.end(),
                     [](const place& a, const place& b) { return a.at < b.at; });
  }

private:
  struct place {
    uint32_t at;
    server* who;
  };

  /// Takes the nearer neighbour; distances wrap around, as the ring does.
  server* nearest(uint32_t hash) const {
    auto next = std::lower_bound(ring_.begin(), ring_.end(), hash,
                                 [](const place& x, uint32_t at) { return x.at < at; });
    const auto& before = next == ring_.begin() ? ring_.back() : *(next - 1);
    const auto& after = next == ring_.end() ? ring_.front() : *next;
    return hash - before.at < after.at - hash ? before.who : after.who;
  }

  /// Takes the nearest server, or the next one behind the one to avoid.
  server* nearest_but(const server* avoid, uint32_t hash) const {
    auto* found = nearest(hash);
    if (found != avoid)
      return found;
    auto start = std::lower_bound(ring_.begin(), ring_.end(), hash,
                                  [](const place& x, uint32_t at) { return x.at < at; });
    auto other = [avoid](const place& x) { return x.who != avoid; };
    auto next = std::find_if(start, ring_.end(), other);
    if (next == ring_.end())
      next = std::find_if(ring_.begin(), start, other);
    return next == ring_.end() || !other(*next) ? found : next->who;
  }

  /// Draws a few servers and takes the least loaded one that has room.
  server* draw(const choice& in) {
    server* best = nullptr;
    for (auto left = backend_.settings->random_draws; left > 0; --left) {
      auto* drawn = nearest(static_cast<uint32_t>(random_()));
      if (best == nullptr || best == in.avoid || (drawn != in.avoid && is_better(*drawn, *best)))
        best = drawn;
    }
    return is_saturated(*best, in.now) ? nullptr : best;
  }

  static bool is_better(const server& a, const server& b) {
    return uint64_t{a.served} * b.effective_weight < uint64_t{b.served} * a.effective_weight;
  }

  const backend& backend_;
  std::vector<place> ring_; ///< by `at`
  std::mt19937 random_;
};

} // namespace

std::unique_ptr<balancer> make_ring_balancer(const backend& x) {
  return std::make_unique<ring_balancer>(x);
}

} // namespace mw::relay
