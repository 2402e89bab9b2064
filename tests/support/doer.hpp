// An actor that does what the test says, to look at the runtime.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocol.hpp"

#include <cstdint>
#include <functional>

namespace mw::test {

/// Does something with a number.
using doer_actor = protocol<
    // Does it.
    caf::result<void>(int32_t),
    // Does it and answers the number plus 1.
    caf::result<int64_t>(int64_t)>;

class doer_state {
public:
  using handle = doer_actor;
  static constexpr const char* name = "doer";

  using action = std::function<void(host<handle>*, int64_t)>;

  /// `at_end` is called when the state ends.
  doer_state(host<handle>* self, action act, std::function<void()> at_end = {})
      : self_(self), act_(std::move(act)), at_end_(std::move(at_end)) {}

  ~doer_state() {
    if (at_end_)
      at_end_();
  }

  doer_state(const doer_state&) = delete;
  doer_state& operator=(const doer_state&) = delete;

  handle::behavior_type make_behavior() {
    return {
        [this](int32_t number) { act_(self_, number); },
        [this](int64_t number) {
          act_(self_, number);
          return number + 1;
        },
    };
  }

private:
  host<handle>* self_;
  action act_;
  std::function<void()> at_end_;
};

} // namespace mw::test
