// A test that gets the orphans of the processes that it starts, as the master does.
#pragma once

#include "net/process/own_children.hpp"
#include "tests/support/deadline.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>

namespace mw::test {

/// Adopts orphans as long as it lives, and leaves no child behind for the tests that come next.
/// The first member of a fixture: it goes last.
class subreaper {
public:
  subreaper() { net::adopt_orphans(); }

  ~subreaper() {
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
    auto until = deadline{patience};
    while (::waitpid(-1, nullptr, WNOHANG) >= 0 && !until.passed())
      continue; // a killed one may still be ending
  }

  subreaper(const subreaper&) = delete;
  subreaper& operator=(const subreaper&) = delete;
};

} // namespace mw::test
