// Records every message between actors, with the correlation id of the CLI command or event that
// caused it: in memory (recorder.hpp), and in a file if there is one.
//
// Each message travels in an envelope with its cause and its sending time; the receiver's thread
// records it. With neither recorder nor file a message costs one relaxed load.
#pragma once

#include "actors/runtime/actor_facts.hpp"
#include "actors/runtime/recorder.hpp"
#include "actors/runtime/ticks.hpp"

#include <caf/mailbox_element.hpp>
#include <caf/monitorable_actor.hpp>
#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <string>

namespace mw {
class asio_unit;
}

namespace mw::trace {

/// Numbers what caused a message: one CLI command, one signal, one exit of a worker. 0: nothing
/// known.
using correlation = uint64_t;

/// Why a thread does what it does now.
struct context {
  correlation cause = 0;
  uint64_t message = 0; ///< the recorder's number of the message that is, or was last, handled
};

/// Starts to append to the file. The error is one line that names it. Call it before actors run.
tl::expected<void, std::string> open(const std::string& path);
/// Ends the file.
void close();

/// Keeps the last `messages` in memory from now on, beginning with none.
void record_last(size_t messages);
/// Keeps nothing in memory.
void record_nothing();

namespace detail {
inline constexpr uint8_t to_file = 1;
inline constexpr uint8_t to_memory = 2;
inline std::atomic<uint8_t> wanted{0};
inline thread_local context now_doing;
} // namespace detail

inline bool on() {
  return detail::wanted.load(std::memory_order_relaxed) != 0;
}

/// Of what this thread does now.
inline const context& here() {
  return detail::now_doing;
}

/// The cause of what this thread does now.
inline correlation current() {
  return detail::now_doing.cause;
}

/// A new number for a new cause.
correlation next();

/// What this thread does until the scope's end has this cause.
class scope {
public:
  explicit scope(correlation cause) : scope(context{cause, here().message}) {}

  explicit scope(const context& why) : before_(detail::now_doing) { detail::now_doing = why; }

  ~scope() { detail::now_doing = before_; }

  scope(const scope&) = delete;
  scope& operator=(const scope&) = delete;

private:
  context before_;
};

/// Puts a message into an envelope with the current cause and time, which it answers. For pinned
/// actors.
uint64_t stamp(caf::mailbox_element_ptr& message);

/// When this message was sent, in ticks; 0: unknown, or there is none.
uint64_t sent_at(const caf::mailbox_element* message);

/// The handling of one message, from beginning to end: records it, and gives the thread its cause.
/// For pinned actors.
class handling {
public:
  handling(caf::mailbox_element& message, const caf::monitorable_actor& to, asio_unit& unit,
           actor_facts& facts);
  ~handling();
  handling(const handling&) = delete;
  handling& operator=(const handling&) = delete;

private:
  scope scope_{context{}};
  actor_facts& facts_;
  uint64_t begun_ = ticks::now();
  recorder::slot* slot_ = nullptr;
};

/// The time that an I/O handler takes of its actor.
class io_handling {
public:
  explicit io_handling(actor_facts& facts) : facts_(facts), begun_(on() ? ticks::now() : 0) {}

  ~io_handling() {
    if (begun_ != 0)
      facts_.was_busy(ticks::now() - begun_);
  }

  io_handling(const io_handling&) = delete;
  io_handling& operator=(const io_handling&) = delete;

private:
  actor_facts& facts_;
  uint64_t begun_;
};

/// An actor ended by an exception: says so on stderr, always.
void report_exception(const char* actor, const std::exception_ptr& error);

} // namespace mw::trace
