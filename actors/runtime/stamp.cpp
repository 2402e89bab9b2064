// Stamps of messages: see stamp.hpp.
#include "actors/runtime/stamp.hpp"

#include "actors/recorder/packed_record.hpp"
#include "actors/recorder/spare_memory.hpp"
#include "actors/recorder/ticks.hpp"
#include "actors/runtime/actor_name.hpp"
#include "actors/runtime/pinned.hpp"
#include "actors/runtime/stamp_table.hpp"

#include <memory>
#include <typeinfo>
#include <utility>

namespace mw::trace {

namespace {

constinit thread_local stamp_table of_this_thread;

constexpr size_t envelope_size = 128;
using memory = spare_memory<envelope_size>;

/// Stands in the mailbox in the place of a message and shows its content.
struct envelope final : caf::mailbox_element {
  envelope(caf::mailbox_element_ptr message, const stamp& what)
      : mailbox_element(std::move(message->sender), message->mid, std::move(message->stages)),
        inner(std::move(message)),
        stamped(what) {}

  /// CAF ends messages that are left in a mailbox without consume().
  ~envelope() override { MW_TSAN_ACQUIRE(this); }

  envelope(const envelope&) = delete;
  envelope& operator=(const envelope&) = delete;

  static void* operator new(size_t) { return memory::take(); }

  static void operator delete(void* old) { memory::give_back(old); }

  caf::type_erased_tuple& content() override { return inner->content(); }

  const caf::type_erased_tuple& content() const override { return inner->content(); }

  caf::message move_content_to_message() override { return inner->move_content_to_message(); }

  caf::message copy_content_to_message() const override { return inner->copy_content_to_message(); }

  caf::mailbox_element_ptr inner;
  stamp stamped;
};

static_assert(sizeof(envelope) <= envelope_size);

/// The message as an envelope; null if it is none. Called for each message, so neither dynamic_cast
/// nor a comparison of types is used, which may compare names.
const envelope* as_envelope(const caf::mailbox_element& message) {
  if (&typeid(message) != &typeid(envelope))
    return nullptr;
  return static_cast<const envelope*>(&message); // NOLINT: the line above has looked
}

/// The word of a sender that is not at work. Rare code stands apart, here and elsewhere: code that
/// runs for each message is out of the near cache by then, and each line of it costs.
[[gnu::noinline]] uint64_t word_of_idle(const caf::strong_actor_ptr& sender) {
  return recorder::actor_word(sender->aid, runtime::name_of(sender));
}

/// The word of a sender; most senders are at work.
uint64_t word_of(const caf::strong_actor_ptr& sender) {
  if (!sender)
    return 0;
  auto at_work = recorder::actor_id(detail::last_actor) == sender->aid;
  return at_work ? detail::last_actor : word_of_idle(sender);
}

[[gnu::noinline]] void put_into_envelope(caf::mailbox_element_ptr& message, const stamp& what) {
  auto enveloped = std::make_unique<envelope>(std::move(message), what);
  message.reset(enveloped.release());
}

} // namespace

uint64_t put_stamp(caf::mailbox_element_ptr& message, const void* receiver, bool stays) {
  auto now = ticks::now();
  auto from = word_of(message->sender);
  auto* kept = stays ? of_this_thread.put(message.get(), receiver) : nullptr;
  if (kept == nullptr) {
    put_into_envelope(message, {here(), now, from, stays});
    return now;
  }
  // Not as a whole: g++ would put it together in memory first, and reading that waits.
  kept->why = here();
  kept->sent = now;
  kept->from = from;
  kept->stayed = true;
  return now;
}

const stamp& take_stamp(const caf::mailbox_element& message) {
  const auto& stayed = of_this_thread.take(&message);
  if (stayed.sent != 0)
    return stayed;
  const auto* enveloped = as_envelope(message);
  return enveloped != nullptr ? enveloped->stamped : stayed;
}

uint64_t sent_at(const caf::mailbox_element* message) {
  if (message == nullptr)
    return 0;
  const auto* enveloped = as_envelope(*message);
  return enveloped != nullptr ? enveloped->stamped.sent : of_this_thread.find(message).sent;
}

void forget_stamps(const void* receiver) {
  of_this_thread.forget(receiver);
}

} // namespace mw::trace
