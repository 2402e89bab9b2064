// A signal stack for each thread: a crash is reported although the thread's own stack has
// overflown.
#pragma once

#include <vector>

namespace mw::runtime {

/// Lets the handler of a fatal signal run on memory of its own. Lives as long as the thread.
class crash_stack {
public:
  crash_stack();
  ~crash_stack();
  crash_stack(const crash_stack&) = delete;
  crash_stack& operator=(const crash_stack&) = delete;

private:
  std::vector<char> memory_;
};

} // namespace mw::runtime
