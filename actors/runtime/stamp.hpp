// Stamps: when and why a message was sent, kept from its sending to its handling.
//
// The stamp of a message to another thread travels with it, in an envelope. A message that stays on
// its thread goes as it is, and its stamp lies in a table of the thread: an envelope is an
// allocation and a second object to be read and destroyed.
#pragma once

#include "actors/recorder/trace_context.hpp"

#include <caf/mailbox_element.hpp>

#include <cstdint>

namespace mw::trace {

struct stamp {
  context why;         ///< the context in which it was sent
  uint64_t sent = 0;   ///< ticks; 0: unknown, it was sent when the trace was off
  uint64_t from = 0;   ///< the sender: see recorder::actor_word()
  bool stayed = false; ///< it was sent by the thread that handles it
};

/// Stamps a message that is about to get into the mailbox of `receiver`, perhaps by putting it into
/// an envelope. `stays`: the receiver lives on this thread. Returns the sending time in ticks.
[[gnu::hot]] uint64_t put_stamp(caf::mailbox_element_ptr& message, const void* receiver,
                                bool stays);

/// Takes the stamp of a message that is about to be handled on this thread, once for each. It is
/// good until the next message is sent.
[[gnu::hot]] const stamp& take_stamp(const caf::mailbox_element& message);

/// The sending time of a message that waits for this thread, in ticks; 0: unknown, or there is no
/// message.
uint64_t sent_at(const caf::mailbox_element* message);

/// Forgets the stamps of messages to a receiver that is gone. On its own thread.
void forget_stamps(const void* receiver);

} // namespace mw::trace
