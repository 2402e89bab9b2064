// The flight recorder, writing: see recorder.hpp.
#include "actors/recorder/recorder.hpp"

#include "actors/recorder/packed_record.hpp"

#include <algorithm>
#include <bit>
#include <mutex>

#include <unistd.h>

namespace mw::recorder {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto release = std::memory_order_release;

/// The current ring; the pointer beside it is for signal handlers.
struct shared_ring {
  std::mutex access;
  std::shared_ptr<ring> now;
  std::atomic<const ring*> unlocked{nullptr};
};

shared_ring& shared() {
  static shared_ring instance;
  return instance;
}

void replace(std::shared_ptr<ring> by) {
  auto& all = shared();
  auto lock = std::lock_guard{all.access};
  all.unlocked.store(by.get(), release);
  all.now.swap(by);
  hot.ring_edition.fetch_add(1, release);
}

} // namespace

ring::ring(size_t messages)
    : count_((messages + chunk_records - 1) / chunk_records),
      chunks_(std::make_unique<chunk[]>(count_)) {} // NOLINT(modernize-avoid-c-arrays)

chunk* ring::take(pid_t thread, const std::array<char, 16>& name) {
  for (size_t tries = 0; tries < count_; ++tries) {
    auto& one = chunks_[next_.fetch_add(1, relaxed) % count_];
    if (one.taken.exchange(true, std::memory_order_acquire))
      continue;
    one.used.store(0, relaxed);
    one.generation.store(generations_.fetch_add(1, relaxed) + 1, release);
    // A reader of a new record must see that the chunk is a new one.
    std::atomic_thread_fence(release);
    auto words = std::bit_cast<std::array<uint64_t, 2>>(name);
    one.thread.store(static_cast<uint64_t>(thread), relaxed);
    one.thread_name[0].store(words[0], relaxed);
    one.thread_name[1].store(words[1], relaxed);
    return &one;
  }
  return nullptr;
}

void start(size_t messages) {
  replace(std::make_shared<ring>(std::clamp(messages, least_size, greatest_size)));
}

void stop() {
  replace(nullptr);
}

std::shared_ptr<const ring> current() {
  auto lock = std::lock_guard{shared().access};
  return shared().now;
}

const ring* current_unlocked() {
  return shared().unlocked.load(std::memory_order_acquire);
}

writer::writer(const std::string& thread) {
  thread.copy(name_.data(), name_.size() - 1);
}

writer::~writer() {
  leave_chunk();
}

void writer::renew() {
  leave_chunk();
  auto lock = std::lock_guard{shared().access};
  edition_ = edition();
  ring_ = shared().now;
}

void writer::leave_chunk() {
  if (chunk_ != nullptr)
    chunk_->taken.store(false, release);
  chunk_ = nullptr;
  used_ = chunk_records;
}

bool writer::next_chunk() {
  leave_chunk();
  if (thread_ == 0)
    thread_ = ::gettid();
  if (ring_)
    chunk_ = ring_->take(thread_, name_);
  if (chunk_ == nullptr)
    return false;
  used_ = 0;
  first_number_ = chunk_->generation.load(relaxed) * chunk_records;
  return true;
}

/// Fetches the place of the next record: the ring is larger than the near caches, and the next
/// locked instruction, of which CAF has many, waits for all that was written before, 100 ns for
/// each message.
void writer::fetch(uint64_t place) const {
  constexpr auto to_write = 1;
  __builtin_prefetch(&chunk_->slots[place], to_write);
  __builtin_prefetch(&chunk_->texts[place], to_write);
}

writer::written writer::put(const entry& what) {
  auto done = written{&chunk_->slots[used_], first_number_ + used_};
  pack(what, *done.where, chunk_->texts[used_]);
  chunk_->used.store(++used_, release);
  if (used_ < chunk_records)
    fetch(used_);
  return done;
}

} // namespace mw::recorder
