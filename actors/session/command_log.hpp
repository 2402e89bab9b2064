// The command log: prints what sessions record.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <vector>

namespace mw {

/// The time that records wait for others, to be printed together.
inline constexpr auto log_delay = std::chrono::milliseconds{50};

/// Lives on each listener's thread. One line costs a system call or two; many together cost little
/// more.
class command_log_state {
public:
  using handle = command_log_actor;
  static constexpr const char* name = "command-log";

  /// `counts`: hears how many commands there were; null: nobody does.
  explicit command_log_state(runtime::host<handle>* self, event_book_actor counts = {});
  command_log_state(const command_log_state&) = delete;
  command_log_state& operator=(const command_log_state&) = delete;
  /// Prints what is left.
  ~command_log_state();

  handle::behavior_type make_behavior();

private:
  void take(command_records& records);
  void remind();
  void collect();
  void collected();
  void print();
  void tell_count();

  runtime::host<handle>* self_;
  event_book_actor counts_;
  uint64_t not_told_ = 0; ///< commands that `counts` has not heard of
  std::vector<command_record> waiting_;
  std::vector<record_keeper_actor> keepers_; ///< sessions that have records for the next print
  size_t asked_ = 0;                         ///< sessions that have not answered yet
  bool reminded_ = false;
};

} // namespace mw
