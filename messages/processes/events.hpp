// Events of workers, reloads and sessions, as values and lines, and the protocol of the book that
// keeps them.
#pragma once

#include "messages/base/protocol.hpp"
#include "messages/processes/process.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace mw {

/// An event in the life of the service.
struct lifecycle_event {
  enum class kind : uint8_t {
    worker_started,
    worker_ready,
    worker_silent, ///< the worker has become suspect
    worker_heard,  ///< the worker answers again
    worker_ended,
    worker_restart, ///< a worker that has ended is to be started again
    reload_begun,
    reload_done,
    reload_failed,
    session_opened,
    session_closed,
    program_started,
    program_ended,
  };
  kind what = kind::worker_started;
  int64_t at = 0;           ///< milliseconds since 1970
  process_key process = {}; ///< relative 0: none
  std::string text = {};    ///< one line for people: why, who

  friend bool operator==(const lifecycle_event&, const lifecycle_event&) = default;
};

inline constexpr size_t kinds_of_events = 13;

/// Prints `worker-started`, `reload-failed` and the like.
std::string to_string(lifecycle_event::kind what);

/// Prints `2026-11-23T18:25:33.123Z worker-ended worker 1 (5249) killed by signal 9 (Killed)`, with
/// LF.
std::string event_line(const lifecycle_event& event);

/// Prints an event as a JSON object in one line, with LF.
std::string event_json(const lifecycle_event& event);

/// Several events, in the order in which they happened.
struct lifecycle_events {
  std::vector<lifecycle_event> all = {};

  friend bool operator==(const lifecycle_events&, const lifecycle_events&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, lifecycle_events& x) {
  auto count = x.all.size();
  return inspect_fields(f, "lifecycle_events", count);
}

/// Tells that so many more commands have been carried out.
struct commands_done {
  uint64_t count = 0;

  friend bool operator==(const commands_done&, const commands_done&) = default;
};

MW_MESSAGE(commands_done, count)

/// Asks for the last events, and how many of each kind there were.
struct ask_events {};

MW_MESSAGE(ask_events)

struct event_history {
  std::vector<lifecycle_event> last = {};            ///< the oldest first
  std::array<uint64_t, kinds_of_events> counts = {}; ///< since the start, by kind
  uint64_t commands = 0;                             ///< since the start

  uint64_t count(lifecycle_event::kind what) const { return counts.at(static_cast<size_t>(what)); }
};

template <class Inspector>
auto inspect(Inspector& f, event_history& x) {
  auto count = x.last.size();
  return inspect_fields(f, "event_history", count);
}

/// Asks for the last events, and to be told of all that follow.
struct watch_events {};

MW_MESSAGE(watch_events)

/// An actor that is told of events as they happen.
using event_watcher_actor = protocol<
    // From the event book.
    caf::result<void>(lifecycle_events)>;

/// Keeps the last events.
using event_book_actor = protocol<
    // From the master, and from listeners.
    caf::result<void>(lifecycle_events),
    // From a command log.
    caf::result<void>(commands_done),
    // From a merge that prints metrics, or a session's `show events`.
    caf::result<event_history>(ask_events),
    // From a session's `show events -w`; ends with the watcher.
    caf::result<event_history>(watch_events, event_watcher_actor)>;

} // namespace mw
