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

/// A message to record.
struct entry {
  uint64_t parent = 0; ///< the message that was being handled when this one was sent; 0: none
  uint64_t cause = 0;  ///< see trace::correlation
  uint64_t sent = 0;   ///< ticks
  uint64_t begun = 0;  ///< begin of its handling, in ticks
  uint64_t ended = 0;  ///< end of its handling, in ticks; 0: it is being handled
  uint64_t from = 0;   ///< the sender: see actor_word(); 0: no actor
  uint64_t to = 0;     ///< the receiver, likewise
  uint64_t amount = 0; ///< bytes, a pid or a signal, as the type says
  uint16_t type = 0;   ///< see message_text.hpp; the number of a constant (constants.hpp)
  std::string_view text = {}; ///< its first 32 bytes are kept
};

/// A message that was recorded. Its names live as long as the program.
struct record {
  uint64_t number = 0; ///< unique number of this handling of a message, from 64
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
inline constexpr size_t default_size = 65'536; ///< in messages; they take 6 MiB
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

/// The records that one thread writes before it looks for the next free chunk.
struct alignas(64) chunk {
  std::atomic<bool> taken{false};      ///< a thread writes here
  std::atomic<uint64_t> generation{0}; ///< the number of chunks that had been begun with this one;
                                       ///< 0: none
  std::atomic<uint64_t> used{0};       ///< number of its records that are there
  std::atomic<uint64_t> thread{0};     ///< the kernel's number of the thread
  std::array<std::atomic<uint64_t>, 2> thread_name = {}; ///< 15 bytes and a 0
  alignas(64) std::array<slot, chunk_records> slots = {};
  std::array<text_slot, chunk_records> texts = {};
};

/// All chunks, of which each is filled by one thread at a time.
class ring {
public:
  /// Makes room for so many messages, rounded up to whole chunks.
  explicit ring(size_t messages);

  /// Finds a free chunk and begins it; null if all are being written.
  chunk* take(pid_t thread, const std::array<char, 16>& name);

  size_t size() const { return count_; } ///< in chunks

  const chunk& at(size_t index) const { return chunks_[index]; }

  /// The number of chunks that were begun.
  uint64_t generations() const { return generations_.load(std::memory_order_acquire); }

private:
  size_t count_;
  std::unique_ptr<chunk[]> chunks_; // NOLINT(modernize-avoid-c-arrays): atomics cannot be moved
  std::atomic<uint64_t> generations_{0};
  std::atomic<uint64_t> next_{0};
};

/// Begins to record the last `messages` (least_size to greatest_size) in an empty ring. From any
/// thread.
void start(size_t messages);
/// Stops recording and forgets all messages.
void stop();
/// The current ring, which lives as long as it is held; null if there is no recorder.
std::shared_ptr<const ring> current();
/// The current ring for a signal handler, which may take no lock; the pointer is good until start()
/// or stop() is called.
const ring* current_unlocked();

/// A number that changes with each start() and stop().
inline uint64_t edition() {
  return hot.ring_edition.load(std::memory_order_acquire);
}

/// Writes the records of one thread. Its unit owns it, and only its thread uses it.
class writer {
public:
  /// Makes a writer for the thread of this name, at most 15 bytes.
  explicit writer(const std::string& thread);
  ~writer();
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;

  /// The slot of a message, and its number.
  struct written {
    slot* where = nullptr; ///< null: there is no recorder
    uint64_t number = 0;
  };

  /// Adds a message, whose slot the caller may end() until the next call.
  written add(const entry& what) {
    if (edition_ != edition()) [[unlikely]]
      renew();
    if (used_ == chunk_records && !next_chunk()) [[unlikely]]
      return {};
    return put(what);
  }

  /// Notes that the message in this slot has been handled.
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
  uint64_t used_ = chunk_records; ///< number number of the chunk's first record's used records; all
                                  ///< if there is no chunk
  uint64_t first_number_ = 0;     ///< of the chunk
  std::shared_ptr<ring> ring_;
  std::array<char, 16> name_ = {};
  pid_t thread_ = 0; ///< the kernel's number of the thread that writes; 0: not known yet
};

} // namespace mw::recorder
