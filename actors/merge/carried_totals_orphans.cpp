// The carried totals, what killed workers leave behind: see carried_totals.hpp.
#include "actors/merge/carried_totals.hpp"

#include <algorithm>

namespace mw {

namespace {

// A proxy answers at once, and does so for some time after its process has ended.
constexpr auto lend_time_limit = std::chrono::seconds{5};

} // namespace

/// A worker that has no such memory is known by its samples only.
void carried_totals_state::borrow_counters(uint64_t serial, const worker_proxy_actor& proxy) {
  self_->request(proxy, lend_time_limit, lend_counters{})
      .then(
          [this, serial](const counters_lent& lent) {
            auto memory = net::unique_fd(lent.memory.take());
            auto found = records_.find(serial);
            if (!memory || found == records_.end())
              return;
            found->second.left.emplace(std::move(memory));
            if (std::find(ended_.begin(), ended_.end(), serial) != ended_.end())
              take_last(found->second);
          },
          [](const caf::error&) {});
}

void carried_totals_state::take_last(record& of) {
  for (auto what : {report::info, report::stat})
    take_left(of, what);
  of.left.reset();
}

void carried_totals_state::take_left(record& of, report what) {
  if (!of.left)
    return;
  auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  take({.process = of.process,
        .what = what,
        .asked_at = now,
        .answered_at = now,
        .counters = std::make_shared<const counter_table>(of.left->read(what))});
}

} // namespace mw
