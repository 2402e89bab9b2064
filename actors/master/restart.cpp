// From the end of a worker to what follows: see restart.hpp.
#include "actors/master/restart.hpp"

#include "actors/processes/process_end.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

namespace mw {

namespace {

std::optional<restart_policy::duration> time_of_service(const worker_entry& one) {
  if (!one.ready_since)
    return std::nullopt;
  return std::chrono::duration_cast<restart_policy::duration>(*one.ended_at - *one.ready_since);
}

/// `no-restart-codes`.
bool forbids_restart(const worker_ended& news, const std::vector<int>& codes) {
  return news.process.pid != 0 && news.signal == 0 &&
         std::find(codes.begin(), codes.end(), news.exit_code) != codes.end();
}

} // namespace

after_end decide_restart(worker_entry& one, const worker_ended& news, bool is_first,
                         double random) {
  const auto& plan = *one.plan;
  auto delay = one.policy.after_end(time_of_service(one), random);
  auto failures = one.policy.failures();
  auto is_last = forbids_restart(news, plan.no_restart_codes);
  auto gives_up = is_last || (is_first && failures >= plan.most_failed_starts);
  worker_life.advance(one.info.state, gives_up ? worker_event::given_up : worker_event::ended);
  auto relative = one.info.key.relative;
  auto number = exit_number(news);
  if (is_first && gives_up)
    return {.exit_code = number == 0 ? 1 : number,
            .told = announce::gave_up(relative, is_last ? std::nullopt : std::optional{failures})};
  if (plan.exit_on_failure) // HAProxy's master ends well if its worker was told to end
    return {.exit_code = number == 128 + SIGTERM ? 0 : number, .told = announce::exit_on_failure()};
  if (gives_up)
    return {.told = announce::no_restart(relative), .for_clients = "is not started again"};
  return {.restart_in = delay,
          .told = announce::restart(one.info.key, delay),
          .for_clients = fmt::format("is started again in {} ms", delay.count())};
}

} // namespace mw
