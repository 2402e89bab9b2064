// Goes on when a request is answered, and also if it is not.
#pragma once

#include <caf/error.hpp>

#include <utility>

namespace mw::runtime {

/// `asked`: what request() of an actor has returned; it needs a time limit. `next`: called without
/// arguments, once. `Answer`: the types of the answer, which `next` does not need.
template <class... Answer, class Asked, class F>
void either_way(Asked&& asked, F next) {
  std::forward<Asked>(asked).then([next](const Answer&...) mutable { next(); },
                                  [next](const caf::error&) mutable { next(); });
}

} // namespace mw::runtime
