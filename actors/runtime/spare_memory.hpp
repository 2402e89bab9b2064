// Memory of small objects of one size that come and go all the time: kept for the next ones of the
// same thread.
#pragma once

#include <array>
#include <cstddef>
#include <new>

namespace mw {

/// For the operators new and delete of one class. What a thread has too many of, or gets when it is
/// about to end, goes back to the heap.
template <size_t Size>
class spare_memory {
public:
  static void* take() {
    if (spare_.count > 0)
      return spare_.all[--spare_.count];
    return ::operator new(Size);
  }

  static void give_back(void* memory) noexcept {
    if (spare_.count == 0)
      at_end_.watch();
    if (spare_.ended || spare_.count == spare_.all.size())
      return ::operator delete(memory);
    spare_.all[spare_.count++] = memory;
  }

private:
  /// Needs no destructor: it can be used until the thread is gone.
  struct spare {
    std::array<void*, 32> all = {};
    size_t count = 0;
    bool ended = false;
  };

  struct guard {
    guard() = default;
    guard(const guard&) = delete;
    guard& operator=(const guard&) = delete;

    ~guard() {
      spare_.ended = true;
      while (spare_.count > 0)
        ::operator delete(spare_.all[--spare_.count]);
    }

    /// Whoever is called is there, and is destroyed at the thread's end.
    void watch() const noexcept {}
  };

  static inline thread_local spare spare_;
  static inline thread_local guard at_end_;
};

} // namespace mw
