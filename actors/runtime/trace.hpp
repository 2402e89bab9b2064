// Records every message between actors, with the correlation id of the CLI command or event that
// caused it.
//
// When off (the rule) a message costs one relaxed load. When on, each message travels in an
// envelope with its cause and its sending time, and the receiver's thread writes one line for it.
#pragma once

#include <caf/mailbox_element.hpp>
#include <caf/monitorable_actor.hpp>
#include <tl/expected.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <string>

namespace mw::trace {

/// Numbers what caused a message: one CLI command, one signal, one exit of a worker. 0: nothing
/// known.
using correlation = uint64_t;

/// Starts to append to the file. The error is one line that names it. Call it before actors run.
tl::expected<void, std::string> open(const std::string& path);
/// Ends the recording.
void close();

namespace detail {
inline std::atomic<bool> enabled{false};
inline thread_local correlation cause = 0;
} // namespace detail

inline bool on() {
  return detail::enabled.load(std::memory_order_relaxed);
}

/// The cause of what this thread does now.
inline correlation current() {
  return detail::cause;
}

/// A new number for a new cause.
correlation next();

/// What this thread does until the scope's end has this cause.
class scope {
public:
  explicit scope(correlation cause) : before_(detail::cause) { detail::cause = cause; }

  ~scope() { detail::cause = before_; }

  scope(const scope&) = delete;
  scope& operator=(const scope&) = delete;

private:
  correlation before_;
};

/// Puts a message into an envelope with the current cause and time. For pinned actors.
caf::mailbox_element_ptr stamp(caf::mailbox_element_ptr message);

/// Writes the line of a message that `to` is about to handle; answers its cause. For pinned actors.
correlation record(caf::mailbox_element& message, const caf::monitorable_actor& to,
                   const std::string& thread);

/// An actor ended by an exception: says so on stderr, always.
void report_exception(const char* actor, const std::exception_ptr& error);

} // namespace mw::trace
