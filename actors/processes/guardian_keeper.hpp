// The guardian keeper: starts the guardian again if somebody has killed it.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/last_error.hpp"
#include "net/guardian/guardian.hpp"

#include <asio/posix/stream_descriptor.hpp>

#include <chrono>
#include <optional>
#include <system_error>
#include <vector>

#include <fcntl.h>

namespace mw {

/// A guardian that has lived shorter is not replaced at once: whatever ends it may do so again.
inline constexpr auto guardian_proof_time = std::chrono::seconds{1};
/// The time to the next attempt with a guardian that is slow, or cannot be started.
inline constexpr auto guardian_patience = std::chrono::seconds{1};

/// Owns the guardian, and a descriptor of each process that it watches: another one must hear of
/// them all.
class guardian_keeper_state {
public:
  using handle = guardian_keeper_actor;
  static constexpr const char* name = "guardian-keeper";

  /// `first`: nothing if there is no process to watch yet.
  guardian_keeper_state(runtime::host<handle>* self, std::optional<net::guardian> first);

  handle::behavior_type make_behavior();

  void begin();

private:
  struct process {
    net::unique_fd pidfd;
    pid_t group;             ///< that it leads; 0: none
    bool is_watched = false; ///< the guardian has been told
  };

  void add(net::unique_fd pidfd, pid_t group);
  void forget_ended();
  void tell_all();
  void go_on();
  void watch_guardian();
  void lost();
  void start_another();
  void remind();

  runtime::host<handle>* self_;
  std::optional<net::guardian> guardian_; ///< nothing: none is needed, or could be started, yet
  std::optional<asio::posix::stream_descriptor> end_of_guardian_;
  caf::actor_clock::time_point began_ = {};
  std::vector<process> processes_;
  bool is_reminded_ = false; ///< go_on() will be called
};

/// Tells the keeper of a process, and of the group that it leads, 0 being none; an error if there
/// is no descriptor left to do so.
template <class Self>
std::error_code guard(Self* self, const guardian_keeper_actor& keeper, int pidfd, pid_t group = 0) {
  auto copy = ::fcntl(pidfd, F_DUPFD_CLOEXEC, 0);
  if (copy < 0)
    return net::last_error();
  self->send(keeper, guard_process{descriptor_box{copy}, group});
  return {};
}

} // namespace mw
