// Why a thread does what it does: the cause that its messages inherit.
#pragma once

#include <cstdint>

namespace mw::trace {

/// Numbers what caused a message: one CLI command, one signal, one exit of a worker. 0: nothing
/// known.
using correlation = uint64_t;

/// Why a thread does what it does now.
struct context {
  correlation cause = 0;
  uint64_t message = 0; ///< the recorder's number of the message that is, or was last, handled
};

namespace detail {
inline thread_local context now_doing;
/// The actor that was last at work on this thread: see recorder::actor_word().
inline thread_local uint64_t last_actor = 0;
} // namespace detail

/// Of what this thread does now.
inline const context& here() {
  return detail::now_doing;
}

/// The cause of what this thread does now.
inline correlation current() {
  return detail::now_doing.cause;
}

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

} // namespace mw::trace
