// `balance static-rr`, and `source` by a table: an order that is made once.
#include "actors/relay/balance/address_hash.hpp"
#include "actors/relay/balance/balancer.hpp"

#include <numeric>

namespace mw::relay {

namespace {

class table_balancer final : public balancer {
public:
  explicit table_balancer(const backend& x) : backend_(x) { servers_changed(); }

  server* choose(const choice& in) override {
    if (table_.empty())
      return nullptr;
    if (backend_.settings->balance == config::balance_algorithm::source)
      if (auto hash = hash_of(in.source))
        return table_[*hash % table_.size()];
    return next_in_order(in);
  }

  void servers_changed() override {
    auto servers = serving(backend_);
    unsigned divisor = 0;
    for (const auto* one : servers)
      divisor = std::gcd(divisor, one->effective_weight);
    std::vector<int64_t> weights;
    weights.reserve(servers.size());
    for (const auto* one : servers)
      weights.push_back(one->effective_weight / divisor);
    fill(servers, weights);
    next_ = 0;
  }

private:
  /// In each step everybody earns its weight, and who has earned most whole turns has the next one;
  /// the first among equals.
  void fill(const std::vector<server*>& servers, const std::vector<int64_t>& weights) {
    auto turns = std::accumulate(weights.begin(), weights.end(), int64_t{0});
    auto earned = std::vector<int64_t>(weights.size(), 0);
    table_.clear();
    for (auto step = turns; step > 0; --step) {
      size_t best = 0;
      for (size_t at = 0; at < weights.size(); ++at) {
        earned[at] += weights[at];
        if ((earned[at] + turns) / turns > (earned[best] + turns) / turns)
          best = at;
      }
      earned[best] -= turns;
      table_.push_back(servers[best]);
    }
  }

  server* next_in_order(const choice& in) {
    server* avoided = nullptr;
    for (auto left = table_.size(); left > 0; --left) {
      auto* next = table_[next_];
      next_ = (next_ + 1) % table_.size();
      if (is_saturated(*next, in.now))
        continue;
      if (next != in.avoid)
        return next;
      avoided = next;
    }
    return avoided;
  }

  const backend& backend_;
  std::vector<server*> table_;
  size_t next_ = 0;
};

} // namespace

std::unique_ptr<balancer> make_table_balancer(const backend& x) {
  return std::make_unique<table_balancer>(x);
}

} // namespace mw::relay
