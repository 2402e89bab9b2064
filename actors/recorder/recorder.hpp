// The flight recorder: the last messages between actors, always in memory.
//
// A ring of chunks. Each thread fills a chunk that is its own, so writers share no cache line and
// take no lock; a full one is given back, and becomes free again when all newer ones are used up.
#pragma once

#include "actors/recorder/hot_words.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>

#include <sys/types.h>

namespace mw::recorder {

/// One message, as it is given.
struct entry {
  uint64_t parent = 0; ///< the message that was being handled when this one was sent; 0: none
  uint64_t cause = 0;  ///< see trace::correlation
  uint64_t sent = 0;   ///< ticks
  uint64_t begun = 0;  ///< ticks: its handling
  uint64_t ended = 0;  ///< ticks; 0: it is being handled
  uint64_t from = 0;   ///< the sender: see actor_word(); 0: no actor
  uint64_t to = 0;     ///< the receiver, likewise
  uint64_t amount = 0; ///< bytes, a pid, a signal: what the type's text says
  uint16_t type = 0;   ///< see message_text.hpp; the number of a constant (constants.hpp)
  std::string_view text = {}; ///< its first 32 bytes are kept
};

/// One message, as it is read: what a name points to lives as long as the program.
struct record {
  uint64_t number = 0; ///< of this handling of a message, unique, from 64
  uint64_t parent = 0; ///< as given
  uint64_t cause = 0;
  uint64_t sent = 0;
  uint64_t begun = 0;
  uint64_t ended = 0;
  uint64_t from = 0; ///< the sender's actor id; 0: no actor
  uint64_t to = 0;   ///< the receiver's
  const char* from_name = nullptr;
  const char* to_name = nullptr;
  uintptr_t type = 0; ///< see message_text.hpp
  uint64_t amount = 0;
  /// The beginning of the short text; ends with 0 or with the array. Most messages have none.
  std::array<char, 32> text = {};
};

inline constexpr size_t chunk_records = 64;
inline constexpr size_t default_size = 65'536; ///< messages: 6 MiB
inline constexpr size_t least_size = 16'384;   ///< a chunk for each of many threads, and some more
inline constexpr size_t greatest_size = 262'144;

/// A record in the ring: one cache line. Its number follows from its place, and names and types are
/// the numbers of constants.hpp; a text lies elsewhere, so that a message without one costs no
/// more.
using slot = std::array<std::atomic<uint64_t>, 8>;
using text_slot = std::array<std::atomic<uint64_t>, 4>;

/// The words of a slot.
struct packed {
  enum word : size_t { parent, cause, sent, begun, ended, from, to, content };
};

/// As many records as one thread writes before it looks for the next free chunk.
struct alignas(64) chunk {
  std::atomic<bool> taken{false};      ///< a thread writes here
  std::atomic<uint64_t> generation{0}; ///< how many chunks had been begun with this one; 0: none
  std::atomic<uint64_t> used{0};       ///< so many of its records are there
  std::atomic<uint64_t> thread{0};     ///< the kernel's number of the thread
  std::array<std::atomic<uint64_t>, 2> thread_name = {}; ///< 15 bytes and a 0
  alignas(64) std::array<slot, chunk_records> slots = {};
  std::array<text_slot, chunk_records> texts = {};
};

/// All chunks.
class ring {
public:
  /// `messages`: rounded up to whole chunks.
  explicit ring(size_t messages);

  /// Finds a free chunk and begins it; null if all are being written.
  chunk* take(pid_t thread, const std::array<char, 16>& name);

  size_t size() const { return count_; } ///< in chunks

  const chunk& at(size_t index) const { return chunks_[index]; }

  /// How many chunks were begun.
  uint64_t generations() const { return generations_.load(std::memory_order_acquire); }

private:
  size_t count_;
  std::unique_ptr<chunk[]> chunks_; // NOLINT(modernize-avoid-c-arrays): atomics cannot be moved
  std::atomic<uint64_t> generations_{0};
  std::atomic<uint64_t> next_{0};
};

/// Begins to record the last `messages` (least_size to greatest_size), from nothing. From any
/// thread.
void start(size_t messages);
/// Forgets everything.
void stop();
/// Null: nothing is recorded. Who holds it keeps it.
std::shared_ptr<const ring> current();
/// The same for a signal handler, which may take no lock; the pointer is good while nobody calls
/// start() or stop().
const ring* current_unlocked();

/// Changes with each start() and stop().
inline uint64_t edition() {
  return hot.ring_edition.load(std::memory_order_acquire);
}

/// What one thread writes with. Owned by its unit, used on its thread only.
class writer {
public:
  /// `thread`: its name, at most 15 bytes.
  explicit writer(const std::string& thread);
  ~writer();
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;

  /// Where a message was written, and its number.
  struct written {
    slot* where = nullptr; ///< null: there is no recorder
    uint64_t number = 0;
  };

  /// Adds a message. Its slot is the caller's to end() until the next call.
  written add(const entry& what) {
    if (edition_ != edition()) [[unlikely]]
      renew();
    if (used_ == chunk_records && !next_chunk()) [[unlikely]]
      return {};
    return put(what);
  }

  /// The message in this slot has been handled.
  static void end(slot& message, uint64_t ended) {
    message[packed::ended].store(ended, std::memory_order_relaxed);
  }

private:
  void renew();
  void leave_chunk();
  bool next_chunk();
  [[gnu::hot]] written put(const entry& what);
  void fetch(uint64_t place) const;

  // What each message needs is in one cache line.
  alignas(32) uint64_t edition_ = 0;
  chunk* chunk_ = nullptr;        ///< null: none
  uint64_t used_ = chunk_records; ///< of the chunk's records; all if there is no chunk
  uint64_t first_number_ = 0;     ///< of the chunk
  std::shared_ptr<ring> ring_;
  std::array<char, 16> name_ = {};
  pid_t thread_ = 0; ///< the kernel's number of the thread that writes; 0: not known yet
};

} // namespace mw::recorder
