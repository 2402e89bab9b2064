// A reload: reads the configuration, starts a new generation of workers, and lets it take over.
#pragma once

#include "actors/master/master_parts.hpp"
#include "actors/master/reload_queue.hpp"

#include <map>
#include <vector>

namespace mw {

/// A configuration that is not read by then is none: a file on a dead disk must not hold up the
/// answer to a reload.
inline constexpr auto load_time_limit = std::chrono::seconds{60};

/// Workers whose counters are not read by then leave all the same: the answer to a reload waits.
inline constexpr auto last_call_time_limit = std::chrono::seconds{1};

class reload_part {
public:
  explicit reload_part(master_parts& parts) : parts_(parts) {}

  /// Answered by how the reload went that begins after it was asked for.
  caf::result<reload_result> ask(bool hard);

  /// Wants a reload that nobody waits for.
  void want(bool hard);

  /// Begins the reload that is wanted, if the service is ready for one.
  void begin_wanted();

  /// A new worker is ready: the reload goes on once all are.
  void candidate_ready();

  /// A new worker has ended before all were ready.
  void candidate_ended();

  /// The service is to end: no reload is under way or wanted any more.
  void abandon();

  /// This listener is told of its new certificate by each reload.
  void watch_certificate(uint32_t number, const listener_actor& listener) {
    tls_listeners_[number] = listener;
  }

  /// Adds what the master's row in `show proc` says of reloads.
  void count(process_info& master) const {
    master.reloads = reloads_;
    master.failed_reloads = failures_;
  }

private:
  void load();
  void loaded(const loaded_configuration& news);
  void replace_generation();
  void read_counters_of_replaced();
  void switched();
  void renew_certificates();
  void dismiss_old_workers();
  void failed();
  void discard_candidates();

  master_parts& parts_;
  reload_queue queue_;
  uint32_t reloads_ = 0;
  uint32_t failures_ = 0;                            ///< in a row
  std::vector<certificate_box> certificates_;        ///< of the reload that is under way
  std::map<uint32_t, listener_actor> tls_listeners_; ///< by the number of their `-S`
};

} // namespace mw
