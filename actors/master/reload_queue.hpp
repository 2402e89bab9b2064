// Who wants a reload, and how far the one under way is.
#pragma once

#include "messages/processes/reload_state.hpp"
#include "messages/protocols/master.hpp"

#include <caf/typed_response_promise.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace mw {

/// Whoever asks while a reload is under way gets the next one, together with all others who do: the
/// configuration may have changed since it was read.
class reload_queue {
public:
  using asker = caf::typed_response_promise<reload_result>;

  /// A reload is wanted; a hard one if any of those who want the same one wants it hard.
  void want(bool hard);

  /// This one waits for an answer to the reload that is wanted next.
  void add(asker who) { next_.askers.push_back(std::move(who)); }

  /// Begins the reload that is wanted; false if there is none, or another one is under way.
  bool begin();

  bool advance(reload_event event) { return reload_life.advance(state_, event); }

  /// No reload is under way or wanted any more. Answers all who have asked.
  std::vector<asker> abandon();

  /// Gives away those who have asked for the reload under way.
  std::vector<asker> take_askers() { return std::exchange(running_.askers, {}); }

  reload_state state() const { return state_; }

  /// Whether the workers that are replaced do not finish what they have begun.
  bool is_hard() const { return running_.hard; }

  /// The number of the reload under way: tells a late answer from the one that is waited for.
  uint64_t number() const { return number_; }

private:
  struct order {
    bool wanted = false;
    bool hard = false;
    std::vector<asker> askers = {};
  };

  reload_state state_ = reload_state::idle;
  order running_;
  order next_;
  uint64_t number_ = 0;
};

inline void answer_all(std::vector<reload_queue::asker> askers, const reload_result& result) {
  for (auto& asker : askers)
    asker.deliver(result);
}

} // namespace mw
