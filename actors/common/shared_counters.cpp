// Places for counters: see shared_counters.hpp.
#include "actors/common/shared_counters.hpp"

#include "net/base/file_bytes.hpp"

#include <atomic>
#include <functional>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace mw::worker {

shared_counters::shared_counters(net::unique_fd memory, size_t room) {
  auto size = sizeof(net::counter_memory_header) + room;
  if (!memory || ::ftruncate(memory.get(), static_cast<off_t>(size)) != 0)
    return;
  auto* at = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
  if (at == MAP_FAILED)
    return;
  mapped_ = {static_cast<std::byte*>(at), [size](std::byte* begin) { ::munmap(begin, size); }};
  memory_ = std::move(memory);
  size_ = size;
  used_ = sizeof(net::counter_memory_header);
}

void* shared_counters::take(size_t bytes, size_t alignment) {
  auto begin = (used_ + alignment - 1) / alignment * alignment;
  if (!memory_ || begin + bytes > size_)
    return nullptr;
  used_ = begin + bytes;
  return mapped_.get() + begin;
}

size_t shared_counters::place_of(const uint64_t& counter) const {
  const auto* at = reinterpret_cast<const std::byte*>(&counter);
  auto before = std::less<>{};
  if (!mapped_ || before(at, mapped_.get()) || !before(at, mapped_.get() + size_))
    return 0;
  return static_cast<size_t>(at - mapped_.get());
}

void shared_counters::publish(std::string_view info, std::string_view stat) {
  auto memory = std::move(memory_);
  if (!memory || net::write_at(memory.get(), size_, std::string(info) + std::string(stat)))
    return;
  auto& header = *reinterpret_cast<net::counter_memory_header*>(mapped_.get());
  header.info_bytes = info.size();
  header.stat_bytes = stat.size();
  // Behind all the rest: who reads it meanwhile finds everything or nothing.
  std::atomic_ref(header.texts_at).store(size_, std::memory_order_release);
}

} // namespace mw::worker
