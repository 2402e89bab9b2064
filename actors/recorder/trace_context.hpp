// The cause of a thread's present work, which its messages inherit.
#pragma once

#include <cstdint>

namespace mw::trace {

/// The number of a cause: a CLI command, a signal, an exit of a worker. 0: unknown.
using correlation = uint64_t;

/// The cause of a thread's present work.
struct context {
  correlation cause = 0;
  uint64_t message = 0; ///< the recorder's number of the message that is, or was last, handled
};

namespace detail {
inline thread_local context now_doing;
/// The actor that was last at work on this thread: see recorder::actor_word().
inline thread_local uint64_t last_actor = 0;
} // namespace detail

/// The context of this thread's present work.
inline const context& here() {
  return detail::now_doing;
}

/// The cause of this thread's present work.
inline correlation current() {
  return detail::now_doing.cause;
}

/// Gives this thread's work until the scope's end a cause.
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

} // namespace mw::trace
