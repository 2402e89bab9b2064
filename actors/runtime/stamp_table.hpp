// The stamps of messages that wait on the thread that has sent them.
#pragma once

#include "actors/recorder/address_place.hpp"
#include "actors/recorder/hot_words.hpp"
#include "actors/runtime/stamp.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace mw::trace {

/// The stamps of one thread's messages: each has one place where it can lie, told by the message's
/// address.
class stamp_table {
public:
  /// Places in the table. Few messages wait at a time, because each is handled before the thread
  /// looks at its sockets.
  static constexpr size_t size = 64;

  /// Makes the stamps in all threads' tables out of date: their messages have gone without their
  /// stamps being taken, and others may have their addresses. From any thread.
  static void outdate_all() { hot.stamp_edition.fetch_add(1, std::memory_order_relaxed); }

  /// The place for the stamp of this message; null if that of another message lies there.
  stamp* put(const void* message, const void* receiver) {
    renew();
    auto& there = at(message);
    if (there.message != nullptr && there.message != message)
      return nullptr;
    count_ += there.message == nullptr ? 1 : 0;
    there.message = message;
    there.receiver = receiver;
    return &there.what;
  }

  /// The stamp of this message; an empty one if there is none.
  stamp find(const void* message) {
    renew();
    const auto& there = at(message);
    return there.message == message ? there.what : stamp{};
  }

  /// Takes the stamp of this message and frees its place: the answer is good until the next put().
  const stamp& take(const void* message) {
    renew();
    auto& there = at(message);
    if (there.message != message)
      return none_;
    clear(there);
    return there.what;
  }

  /// Forgets all messages that wait for this receiver.
  void forget(const void* receiver) {
    for (size_t index = 0; index < size && count_ > 0; ++index)
      if (places_[index].message != nullptr && places_[index].receiver == receiver)
        clear(places_[index]);
  }

private:
  /// One cache line.
  struct alignas(64) place {
    const void* message = nullptr; ///< null: free
    const void* receiver = nullptr;
    stamp what = {};
  };

  place& at(const void* message) { return places_[address_place<size>(message)]; }

  void renew() {
    auto now = hot.stamp_edition.load(std::memory_order_relaxed);
    if (edition_ != now) [[unlikely]]
      clear_all(now);
  }

  /// Clears the table; apart from the code that runs for each message.
  [[gnu::cold]] void clear_all(uint64_t now) {
    edition_ = now;
    places_.fill({});
    count_ = 0;
  }

  void clear(place& one) {
    one.message = nullptr;
    --count_;
  }

  uint64_t edition_ = 0;
  size_t count_ = 0; ///< number of places that are not free
  stamp none_ = {};
  std::array<place, size> places_ = {};
};

} // namespace mw::trace
