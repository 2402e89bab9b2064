// A file descriptor inside a message.
#pragma once

#include <caf/allowed_unsafe_message_type.hpp>

#include <atomic>
#include <memory>
#include <string>

#include <unistd.h>

namespace mw {

/// A box for a descriptor: messages are copied, descriptors are not. It is copied freely and opened
/// once; a descriptor that nobody takes is closed with the last copy, so a dropped message leaks
/// none.
class descriptor_box {
public:
  descriptor_box() = default;

  /// Owns `fd` from now on.
  explicit descriptor_box(int fd) : slot_(new std::atomic<int>(fd), close_untaken) {}

  /// Gives the descriptor to the first caller, and -1 to all others.
  int take() const { return slot_ ? slot_->exchange(-1) : -1; }

private:
  static void close_untaken(std::atomic<int>* slot) {
    if (auto fd = slot->exchange(-1); fd >= 0)
      ::close(fd);
    delete slot;
  }

  std::shared_ptr<std::atomic<int>> slot_;
};

inline std::string to_string(const descriptor_box&) {
  return "descriptor";
}

/// A duplicate of the master's end of a control pair, for all actors that open channels, and for
/// the process that takes over; it is closed with its last copy.
struct shared_control {
  std::shared_ptr<const int> fd = {};
};

inline std::string to_string(const shared_control& x) {
  return x.fd ? "a control pair" : "no control pair";
}

} // namespace mw

// A descriptor never leaves this process in a message.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(mw::descriptor_box)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(mw::shared_control)
