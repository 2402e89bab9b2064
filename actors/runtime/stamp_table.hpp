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

/// Each message has one place where its stamp can lie, told by its address. Used by one thread
/// only.
class stamp_table {
public:
  /// Few messages wait at a time where each is handled before the thread looks at its sockets.
  static constexpr size_t size = 64;

  /// What lies in the table of any thread is out of date: its messages have gone without their
  /// stamps being taken, and others may have their addresses. From any thread.
  static void outdate_all() { hot.stamp_edition.fetch_add(1, std::memory_order_relaxed); }

  /// Where the stamp of this message is to be written. Null: that of another message lies there.
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

  /// The same, and gives its place to others: the answer is good until the next put().
  const stamp& take(const void* message) {
    renew();
    auto& there = at(message);
    if (there.message != message)
      return none_;
    clear(there);
    return there.what;
  }

  /// All messages that wait for this receiver are gone.
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

  /// Out of the way of what is done for each message.
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
  size_t count_ = 0; ///< of places that are not free
  stamp none_ = {};
  std::array<place, size> places_ = {};
};

} // namespace mw::trace
