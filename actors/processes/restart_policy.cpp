// When a worker is started again: see restart_policy.hpp.
#include "actors/processes/restart_policy.hpp"

#include <algorithm>

namespace mw {

restart_policy::duration restart_policy::after_end(std::optional<duration> served, double random) {
  failures_ = served ? 0 : failures_ + 1;
  if (served && *served >= std::max(long_service, 2 * last_)) {
    last_ = duration{0};
    restarted_ = false;
  }
  auto first = !restarted_;
  restarted_ = true;
  if (first && served && *served >= enough_service)
    return duration{0};
  last_ = last_ == duration{0} ? first_delay : std::min(2 * last_, longest_delay);
  auto half = last_.count() / 2;
  return duration{half + static_cast<duration::rep>(random * static_cast<double>(half))};
}

} // namespace mw
