// The carried totals: what workers have counted, also those that are gone.
#pragma once

#include "actors/merge/orphan_counters.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace mw {

/// How often all workers are read. What a HAProxy worker counts after its last sample is lost if
/// it is killed.
inline constexpr auto sample_period = std::chrono::seconds{1};
/// The first time; workers that have just been started have counted little.
inline constexpr auto first_sample_after = std::chrono::seconds{5};
/// Reading must not cost more than this part of the time: a worker with thousands of rows is read
/// less often.
inline constexpr auto sample_share = 20;
/// So many rows of counters are kept, of live workers and of those that are gone: about 1.2 kB each
/// for HAProxy's.
inline constexpr auto most_carried_rows = size_t{50'000};
/// A process that is gone is told apart from its number's others for so long: who has asked it
/// still brings what it has answered.
inline constexpr auto most_ended_processes = size_t{64};

/// A component with a thread and a router of its own. Every merge brings its samples here, and
/// what it shows are sums of what is here: what a client was shown is never taken back.
class carried_totals_state {
public:
  using handle = carried_totals_actor;
  static constexpr const char* name = "totals";

  /// `make_router`: makes the router that reads the workers, which brings its samples to this
  /// actor.
  carried_totals_state(runtime::host<handle>* self, const route_news_actor& route_news,
                       const std::function<router_actor(const carried_totals_actor&)>& make_router);
  carried_totals_state(const carried_totals_state&) = delete;
  carried_totals_state& operator=(const carried_totals_state&) = delete;
  /// Ends the router, too.
  ~carried_totals_state();

  handle::behavior_type make_behavior();
  void begin();

private:
  using time_point = caf::actor_clock::time_point;

  /// Keeps the last reports of one process.
  struct record {
    process_key process;
    bool has_left = false; ///< it is leaving, or gone
    std::array<counter_table, 2> last = {};
    std::array<int64_t, 2> answered_at = {};
    std::optional<orphan_counters> left = {}; ///< of a built-in worker, until it has ended
  };

  /// Sums of the earlier processes of one relative PID, by report.
  using carried = std::array<counter_table, 2>;

  // carried_totals.cpp: the sums.
  totals_reading answer(const ask_totals& question);
  void read_silent(const ask_totals& question);
  void take(const worker_sample& sample);
  void process_up(const worker_up& news, const worker_proxy_actor& proxy);
  void process_down(const process_key& process);
  void carry_oldest();
  totals_reading sum(const ask_totals& question) const;
  size_t room() const;

  // carried_totals_samples.cpp: when workers are read, also those that are gone.
  caf::result<last_call_over> last_call_of(const last_call& which);
  void begin_round();
  void round_over();
  void sample(const target& where, command_id id);
  void sample_over(command_id id);
  void borrow_counters(uint64_t serial, const worker_proxy_actor& proxy);
  void take_last(record& of);
  void take_left(record& of, report what);

  /// The last workers of one reload.
  struct open_call {
    caf::typed_response_promise<last_call_over> asker;
    size_t left = 0;
  };

  runtime::host<handle>* self_;
  router_actor router_;
  std::map<uint64_t, record> records_; ///< by serial
  std::map<int32_t, carried> carried_; ///< by relative PID
  std::deque<uint64_t> ended_;         ///< serials, the first one ended first
  size_t left_out_ = 0;
  command_id last_id_ = 0;
  std::optional<command_id> round_; ///< one is under way
  time_point round_since_ = {};
  std::map<command_id, std::shared_ptr<open_call>> calls_;
};

} // namespace mw
