// The flight recorder, reading: see cursor.hpp.
#include "actors/recorder/cursor.hpp"

#include "actors/recorder/packed_record.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace mw::recorder {

bool read(const chunk& from, size_t index, seen& into) {
  // A new generation begins with no record that is used: see ring::take().
  auto generation = from.generation.load(std::memory_order_acquire);
  if (index >= from.used.load(std::memory_order_acquire))
    return false;
  into.message = unpack(from.slots[index], from.texts[index]);
  into.message.number = generation * chunk_records + index;
  into.thread = static_cast<pid_t>(from.thread.load(std::memory_order_relaxed));
  into.name = std::bit_cast<std::array<char, 16>>(
      std::array{from.thread_name[0].load(std::memory_order_relaxed),
                 from.thread_name[1].load(std::memory_order_relaxed)});
  std::atomic_thread_fence(std::memory_order_acquire);
  return from.generation.load(std::memory_order_relaxed) == generation;
}

cursor::cursor(std::shared_ptr<const ring> of, start from)
    : ring_(std::move(of)), places_(ring_ ? ring_->size() : 0) {
  if (!ring_ || from == start::oldest)
    return;
  generations_ = ring_->generations();
  for (size_t at = 0; at < places_.size(); ++at) {
    const auto& one = ring_->at(at);
    places_[at] = {one.generation.load(std::memory_order_acquire),
                   one.used.load(std::memory_order_acquire)};
  }
}

void cursor::read_on(std::vector<seen>& into, bool unfinished) {
  auto before = static_cast<ptrdiff_t>(into.size());
  auto begun = ring_ ? ring_->generations() - generations_ : 0;
  for (size_t at = 0; at < places_.size(); ++at)
    met_ += read_chunk(at, into, unfinished) ? 1 : 0;
  if (begun > met_) {
    lost_ += (begun - met_) * chunk_records;
    met_ = begun;
  }
  std::sort(into.begin() + before, into.end(), [](const seen& one, const seen& other) {
    return one.message.begun < other.message.begun;
  });
}

/// Reads a chunk. Tells whether it has been begun anew since the last look.
bool cursor::read_chunk(size_t index, std::vector<seen>& into, bool unfinished) {
  const auto& from = ring_->at(index);
  auto& done = places_[index];
  auto generation = from.generation.load(std::memory_order_acquire);
  auto is_new = generation != done.generation;
  if (is_new && done.generation != 0)
    lost_ += chunk_records - done.next;
  if (is_new)
    done = {generation, 0};
  auto one = seen{};
  while (done.next < chunk_records && read(from, done.next, one)) {
    if (one.message.ended == 0 && !unfinished)
      break;
    into.push_back(one);
    ++done.next;
  }
  return is_new;
}

uint64_t cursor::lost() {
  return lost_ - std::exchange(told_, lost_);
}

} // namespace mw::recorder
