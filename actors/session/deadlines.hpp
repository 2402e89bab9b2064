// What may not take longer in a session, and when it is looked at.
#pragma once

#include <caf/actor_clock.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace mw {

/// The router lives on the session's thread and never waits for anybody.
inline constexpr auto router_time_limit = std::chrono::seconds{5};
/// A worker's command that has brought no end of its answer by then is given up, unless the session
/// was told another limit (`set timeout cli`). The master's own end by themselves.
inline constexpr auto command_time_limit = std::chrono::milliseconds{60'000};
/// A client without a prompt that says nothing for so long is closed: people may take their time.
inline constexpr auto idle_time_limit = std::chrono::minutes{10};
/// A client that has not read a byte for so long is thrown out.
inline constexpr auto stalled_output_time_limit = std::chrono::seconds{30};
/// A command that takes longer has its client watched: should it vanish, nobody waits for the
/// answer. Not at once, as that costs a system call, and most commands are done by then.
inline constexpr auto watch_client_after = std::chrono::milliseconds{250};
/// What a client that is entirely gone has asked for may still be carried out so long; then its
/// slot is free.
inline constexpr auto gone_client_time_limit = std::chrono::milliseconds{500};

/// What has a time limit, in the order in which it is looked at.
enum class session_limit : uint8_t {
  gone_client,    ///< the client is gone, and something is still under way
  stalled_output, ///< the client does not read
  unwatched,      ///< a command runs, and nobody would notice that its client has gone
  command,        ///< a command has no end, or no runner
  idle,           ///< the client says nothing
  lease,          ///< a leased link is not used
};

inline constexpr auto session_limits =
    std::array{session_limit::gone_client, session_limit::stalled_output, session_limit::unwatched,
               session_limit::command,     session_limit::idle,           session_limit::lease};

/// Says when a session has to look at its limits next. A reminder is ordered only if none is under
/// way that comes in time: a session costs no timer for each command.
class reminders {
public:
  using time_point = caf::actor_clock::time_point;
  using duration = time_point::duration;

  /// Answers in what time a new reminder must come, so that one comes at `due`. Nothing: one does.
  std::optional<duration> order(time_point due, time_point now);

  /// One has come.
  void pass(time_point now);

private:
  std::vector<time_point> ordered_; ///< those under way, the next one last
};

} // namespace mw
