// Memory of small objects of one size that come and go all the time: kept for the next ones of the
// same thread.
#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace mw {

/// For the operators new and delete of one class. Pieces that a thread has too many of, or gets
/// when it is about to end, go back to the heap.
template <size_t Size>
class spare_memory {
public:
  static void* take() {
    if (kept.count > 0)
      return kept.all[--kept.count];
    return ::operator new(Size);
  }

  static void give_back(void* memory) noexcept {
    if (kept.count == 0)
      at_end.watch();
    if (kept.ended || kept.count == kept.all.size())
      return ::operator delete(memory);
    kept.all[kept.count++] = memory;
  }

private:
  /// The pieces that a thread keeps. It has no destructor, so it can be used until the thread is
  /// gone.
  struct kept_memory {
    std::array<void*, 32> all = {};
    size_t count = 0;
    bool ended = false;
  };

  struct guard {
    guard() = default;
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;

    ~guard() {
      kept.ended = true;
      while (kept.count > 0)
        ::operator delete(kept.all[--kept.count]);
    }

    /// Makes this exist, so that it is destroyed at the thread's end.
    void watch() const noexcept {}
  };

  static inline thread_local kept_memory kept;
  static inline thread_local guard at_end;
};

} // namespace mw
