// Records every message between actors, with the correlation id of the CLI command or event that
// caused it: in memory (recorder.hpp), and in a file if there is one.
//
// Each message is stamped with its cause and its sending time (stamp.hpp); the receiver's thread
// records it. With neither recorder nor file a message costs one relaxed load.
#pragma once

#include "actors/recorder/actor_identity.hpp"
#include "actors/recorder/hot_words.hpp"
#include "actors/recorder/recorder.hpp"
#include "actors/recorder/ticks.hpp"
#include "actors/recorder/trace_context.hpp"

#include <caf/mailbox_element.hpp>
#include <caf/monitorable_actor.hpp>
#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <string>

namespace mw::runtime {
class asio_unit;
}

namespace mw::trace {

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
/// The moment at which this thread last finished a message or I/O, in ticks.
inline thread_local uint64_t last_ended = 0;
} // namespace detail

inline bool on() {
  return hot.wanted.load(std::memory_order_relaxed) != 0;
}

/// Makes a number for a new cause.
correlation next();

/// The handling of a message, from beginning to end: records it, and gives the thread its cause.
/// For pinned actors.
class handling {
public:
  [[gnu::hot]] handling(caf::mailbox_element& message, const caf::monitorable_actor& to,
                        runtime::asio_unit& unit, actor_identity& facts);
  [[gnu::hot]] ~handling();
  handling(const handling&) = delete;
  handling& operator=(const handling&) = delete;

private:
  scope scope_{context{}};
  actor_identity& facts_;
  uint64_t begun_ = 0;
  recorder::slot* slot_ = nullptr;
};

/// The time that an I/O handler takes of its actor.
class io_handling {
public:
  explicit io_handling(actor_identity& facts) : facts_(facts) {
    if (!on())
      return;
    detail::last_actor = facts.word();
    begun_ = ticks::now();
  }

  ~io_handling() {
    if (begun_ == 0)
      return;
    detail::last_ended = ticks::now();
    facts_.was_busy(detail::last_ended - begun_);
  }

  io_handling(const io_handling&) = delete;
  io_handling& operator=(const io_handling&) = delete;

private:
  actor_identity& facts_;
  uint64_t begun_ = 0;
};

/// Tells on stderr, always, that an actor ended by an exception.
void report_exception(const char* actor, const std::exception_ptr& error);

} // namespace mw::trace
